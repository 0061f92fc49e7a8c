import { EngineError } from '../errors';
import type { RunConfig } from './run-config';

/** @throws EngineError INVALID_CONFIG for what is no text */
export function checkVersion(version: unknown): void {
  if (version === undefined || (typeof version === 'string' && version !== '')) return;
  throw new EngineError(
    'INVALID_CONFIG',
    `compile() got ${String(version) || 'an empty text'} as version; give a text, such as a release or a commit.`,
  );
}

/** A run's config whose metadata name the graph's version: nodes see it, and every checkpoint of the run keeps it. */
export function withVersion(config: RunConfig, version: string | undefined): RunConfig {
  return version === undefined ? config : { ...config, metadata: { ...config.metadata, graph_version: version } };
}
