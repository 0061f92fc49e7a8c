import type { Configurable, RunnableConfig } from '../../checkpoint/checkpoint';
import { levelsBelow } from '../../checkpoint/namespace';
import type { EventSink } from '../../stream/stream-mode';
import { silentSink } from '../../stream/stream-mode';
import type { TaskFrame } from '../task/task-frame';
import { enclosingFrame } from '../task/task-frame';
import { callersMetadata } from '../task/task-metadata';
import type { RunRequest } from './start-run';

/**
 * The task that a graph is called in, whether it was handed the node's config or not. A call that names a thread of its
 * own, and has a saver for it, is a run of its own.
 */
export function hostOf({ saver, config }: RunRequest): TaskFrame | null {
  const frame = enclosingFrame();
  if (!frame) return null;
  const threadId = config.configurable?.thread_id;
  const isForeign = saver !== null && threadId !== undefined && threadId !== frame.run.store?.threadId;
  return isForeign ? null : frame;
}

/** The call's config over that of the enclosing run. Checkpoints are found by the enclosing task, never by name. */
export function nestedConfig({ run, runtime }: TaskFrame, config: RunnableConfig): RunnableConfig {
  const { signal } = config;
  const outer = run.config;
  // The attempt's own: when its time is up, the graphs that it called stop too.
  const inherited = runtime.signal;
  return {
    ...outer,
    recursionLimit: config.recursionLimit ?? outer.recursionLimit,
    maxConcurrency: config.maxConcurrency ?? outer.maxConcurrency,
    tags: [...new Set([...(outer.tags ?? []), ...(config.tags ?? [])])],
    metadata: { ...outer.metadata, ...callersMetadata(config.metadata) },
    // Who listens to the task hears of the graph as part of it, whether the node's config was handed on or not.
    callbacks: config.callbacks ?? runtime.callbacks,
    context: config.context ?? outer.context,
    configurable: { ...withoutPlace(outer.configurable), ...withoutPlace(config.configurable) },
    signal: signal && signal !== inherited ? AbortSignal.any([signal, inherited]) : inherited,
  };
}

function withoutPlace(configurable: Configurable = {}): Configurable {
  const { checkpoint_ns: _, checkpoint_id: __, checkpoint_map: ___, branch: ____, fork: _____, ...rest } = configurable;
  return rest;
}

/** Events go to who streams the call itself, and to who streams the run around it. */
export function nestedSink(own: EventSink, { run }: TaskFrame, namespace: string): EventSink {
  const outer = levelsBelow(run.state.namespace, namespace).reduce((sink, level) => sink.nested(level), run.sink);
  if (own === silentSink) return outer;
  if (outer === silentSink) return own;
  return bothSinks(own, outer);
}

function bothSinks(first: EventSink, second: EventSink): EventSink {
  return {
    wants: (mode) => first.wants(mode) || second.wants(mode),
    emit: (mode, payload) => {
      first.emit(mode, payload);
      second.emit(mode, payload);
    },
    nested: (segment) => bothSinks(first.nested(segment), second.nested(segment)),
    after: (saved) => {
      first.after(saved);
      second.after(saved);
    },
  };
}
