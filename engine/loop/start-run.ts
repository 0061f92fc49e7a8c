import type { RunnableConfig } from '../checkpoint/checkpoint';
import type { BaseCheckpointSaver } from '../checkpoint/saver';
import { EngineError } from '../errors';
import type { Blueprint } from '../graph/blueprint';
import type { BaseStore } from '../store/base-store';
import type { EventSink } from '../stream/stream-mode';
import { AbortSwitch } from './abort';
import { enterRun } from './entry';
import type { Invocation, NodeSelection } from './invocation';
import { createPacer } from './pacer';
import type { RunOutcome } from './run-loop';
import { runLoop } from './run-loop';

/** What a compiled graph knows when it is asked to run. */
export interface RunRequest {
  blueprint: Blueprint;
  graphName: string;
  saver: BaseCheckpointSaver | null;
  memory: BaseStore | null;
  config: RunnableConfig;
  interruptBefore: NodeSelection;
  interruptAfter: NodeSelection;
}

export interface RunOptions extends Omit<Invocation, 'state' | 'store' | 'sink'> {
  readonly saver: BaseCheckpointSaver | null;
}

const DEFAULT_RECURSION_LIMIT = 25;

/** Runs a graph from its entry to its end, an interrupt or an error. */
export async function startRun(
  { saver, ...options }: RunOptions,
  input: unknown,
  sink: EventSink,
): Promise<{ run: Invocation; outcome: RunOutcome }> {
  const { run, entry } = await enterRun({ ...options, sink }, saver, input);
  const outcome = await runLoop(run, entry.tasks, entry.isResumed);
  return { run, outcome };
}

/** Checks the caller's config. @throws EngineError INVALID_CONFIG */
export function runOptions({ config, ...request }: RunRequest): RunOptions {
  return {
    ...request,
    config,
    abort: new AbortSwitch(config.signal),
    pacer: createPacer(),
    recursionLimit: positive(config.recursionLimit ?? DEFAULT_RECURSION_LIMIT, 'recursionLimit'),
    maxConcurrency: positive(config.maxConcurrency ?? Number.POSITIVE_INFINITY, 'maxConcurrency'),
  };
}

function positive(value: number, name: string): number {
  if (Number.isInteger(value) ? value >= 1 : value === Number.POSITIVE_INFINITY) return value;
  throw new EngineError('INVALID_CONFIG', `${name} must be a whole number from 1 on; got ${value}.`);
}
