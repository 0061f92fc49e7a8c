import type { RunnableConfig } from '../checkpoint/checkpoint';
import type { BaseCheckpointSaver } from '../checkpoint/saver';
import type { Interrupt } from '../checkpoint/snapshot';
import type { INTERRUPT_KEY } from '../control/interrupt';
import { EngineError } from '../errors';
import type { NodeSelection } from '../loop/invocation';
import type { BaseStore } from '../store/base-store';
import type { StreamOptions } from '../stream/run-stream';
import type { StreamMode } from '../stream/stream-mode';

export interface CompileOptions {
  /**
   * Where checkpoints go; without one, runs are not saved and can't be interrupted. Inside another graph its saver is used:
   * `true` keeps one state over the whole thread, `false` saves nothing, anything else begins afresh with each call.
   */
  checkpointer?: BaseCheckpointSaver | boolean;
  /** Long-term memory, shared by all threads and available in nodes. */
  store?: BaseStore;
  /** Nodes to stop before or after, or `"*"` for all. */
  interruptBefore?: NodeSelection;
  interruptAfter?: NodeSelection;
  /** Accepted for every run: `sync` is what each gets. */
  durability?: Durability;
  name?: string;
}

/** How soon a step is durable. `sync`, the strongest, is what every run gets for now. */
export type Durability = 'sync' | 'async' | 'exit';

const COMPILE_OPTIONS: ReadonlySet<string> = new Set([
  'checkpointer',
  'store',
  'interruptBefore',
  'interruptAfter',
  'durability',
  'name',
]);

export interface RunConfig extends RunnableConfig {
  interruptBefore?: NodeSelection;
  interruptAfter?: NodeSelection;
  durability?: Durability;
}

export interface StreamConfig<Mode extends StreamMode | StreamMode[], Subgraphs extends boolean = boolean>
  extends RunConfig,
    StreamOptions<Mode, Subgraphs> {}

/** The state when a run ended; `__interrupt__` lists the questions that it stopped at. */
export type RunResult<Values> = Values & { [INTERRUPT_KEY]?: Interrupt[] };

/** @throws EngineError INVALID_CONFIG for an option that does not exist */
export function refuseUnknownOptions(options: CompileOptions): void {
  for (const option of Object.keys(options)) {
    if (COMPILE_OPTIONS.has(option)) continue;
    throw new EngineError(
      'INVALID_CONFIG',
      `compile() has no option "${option}"; the options are ${[...COMPILE_OPTIONS].join(', ')}.`,
    );
  }
}
