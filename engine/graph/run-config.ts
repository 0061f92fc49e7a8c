import type { BaseCache } from '../checkpoint/cache';
import type { RunnableConfig } from '../checkpoint/checkpoint';
import type { BaseCheckpointSaver } from '../checkpoint/saver';
import type { Interrupt } from '../checkpoint/snapshot';
import type { INTERRUPT_KEY } from '../control/interrupt';
import type { RunControl } from '../control/run-control';
import { checkDuration } from '../control/timeout-policy';
import { EngineError } from '../errors';
import type { AnswerRule } from '../loop/answer';
import type { Clock } from '../loop/clock';
import type { HoldRule } from '../loop/hold';
import type { Durability, NodeSelection } from '../loop/invocation';
import type { BaseStore } from '../store/base-store';
import type { StreamOptions } from '../stream/run-stream';
import type { StreamMode } from '../stream/stream-mode';
import { checkVersion } from './graph-version';
import type { RetryPolicy } from './retry-policy';
import { checkDurability } from './validate';

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
  /** How soon a step is durable: `async` unless said otherwise. */
  durability?: Durability;
  name?: string;
  /** Which code the graph is: its checkpoints keep it in their metadata, as `graph_version`. */
  version?: string;
  /** Where results of nodes with a `cachePolicy` are remembered. */
  cache?: BaseCache;
  /** For nodes that have none, and no default of `setNodeDefaults`. */
  retryPolicy?: RetryPolicy | readonly RetryPolicy[];
  /** Milliseconds that a step may take; longer, and the run stops with a StepTimeoutError. */
  stepTimeout?: number;
}

const COMPILE_OPTIONS: ReadonlySet<string> = new Set([
  'checkpointer',
  'store',
  'interruptBefore',
  'interruptAfter',
  'durability',
  'name',
  'version',
  'cache',
  'retryPolicy',
  'stepTimeout',
]);

export interface RunConfig extends RunnableConfig {
  interruptBefore?: NodeSelection;
  interruptAfter?: NodeSelection;
  /** Stops the run between two steps, also of graphs inside, where it answers true; `invoke(null)` goes on from there. */
  holdWhen?: HoldRule;
  /** Answers in place of nodes, also of graphs inside: with what they wrote another time, or what they would have returned. */
  answerFor?: AnswerRule;
  /** How soon a step is durable. `sync` and `async` save every step, also of a graph with milestones. */
  durability?: Durability;
  cache?: BaseCache;
  stepTimeout?: number;
  /** Lets the run be asked to stop between two steps. */
  control?: RunControl;
  /** Time, as waits and limits count it; for tests. */
  clock?: Clock;
}

export interface StreamConfig<Mode extends StreamMode | StreamMode[], Subgraphs extends boolean = boolean>
  extends RunConfig,
    StreamOptions<Mode, Subgraphs> {}

/** The state when a run ended; `__interrupt__` lists the questions that it stopped at. */
export type RunResult<Values> = Values extends object ? Values & { [INTERRUPT_KEY]?: Interrupt[] } : Values;

/** @throws EngineError INVALID_CONFIG for an option that does not exist, or is not what it should be */
export function checkCompileOptions(options: CompileOptions): void {
  for (const option of Object.keys(options)) {
    if (COMPILE_OPTIONS.has(option)) continue;
    throw new EngineError(
      'INVALID_CONFIG',
      `compile() has no option "${option}"; the options are ${[...COMPILE_OPTIONS].join(', ')}.`,
    );
  }
  checkDurability(options.durability ?? 'async');
  checkDuration(options.stepTimeout, 'stepTimeout');
  checkVersion(options.version);
}
