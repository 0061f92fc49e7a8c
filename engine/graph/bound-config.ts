import { joinCallbacks } from '../callbacks/trace';
import type { RunConfig } from './run-config';

/**
 * A call's config over one that was bound to the graph: tags are put together, metadata and configurable key by key,
 * either signal stops the run, the callbacks of both hear of it; of anything else the call's own counts.
 */
export function overBound<Config extends RunConfig>(bound: RunConfig | null, config: Config): Config {
  if (!bound) return config;
  const merged: RunConfig = { ...bound };
  for (const key of Object.keys(config) as (keyof RunConfig)[]) {
    if (config[key] !== undefined) Object.assign(merged, { [key]: config[key] });
  }
  if (bound.tags && config.tags) merged.tags = [...new Set([...bound.tags, ...config.tags])];
  if (bound.metadata && config.metadata) merged.metadata = { ...bound.metadata, ...config.metadata };
  if (bound.configurable && config.configurable) {
    merged.configurable = { ...bound.configurable, ...config.configurable };
  }
  if (bound.signal && config.signal && bound.signal !== config.signal) {
    merged.signal = AbortSignal.any([bound.signal, config.signal]);
  }
  if (bound.callbacks && config.callbacks) merged.callbacks = joinCallbacks(bound.callbacks, config.callbacks);
  return merged as Config;
}
