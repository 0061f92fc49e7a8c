import type { Trace } from '../../callbacks/trace';
import { traceRun } from '../../callbacks/trace';
import type { BaseCache } from '../../checkpoint/cache';
import type { RunnableConfig } from '../../checkpoint/checkpoint';
import { ROOT_NAMESPACE } from '../../checkpoint/namespace';
import type { BaseCheckpointSaver } from '../../checkpoint/saver';
import { GraphInterrupt } from '../../control/interrupt';
import type { RunControl } from '../../control/run-control';
import { checkDuration } from '../../control/timeout-policy';
import { EngineError } from '../../errors';
import type { Blueprint } from '../../graph/blueprint';
import type { BaseStore } from '../../store/base-store';
import type { StartableRun } from '../../stream/run-stream';
import type { EventSink } from '../../stream/stream-mode';
import { AbortSwitch } from '../abort';
import type { AnswerRule } from '../answer';
import type { Clock } from '../clock';
import { systemClock } from '../clock';
import type { HoldRule } from '../hold';
import type { Durability, Invocation, NodeSelection } from '../invocation';
import { readOutput } from '../output';
import { createPacer } from '../pacer';
import type { RunOutcome } from '../run-loop';
import { runLoop } from '../run-loop';
import { settleRun } from '../save';
import type { TaskFrame } from '../task/task-frame';
import { metadataOfTask } from '../task/task-metadata';
import { enterRun } from './entry';
import type { Persistence } from './nested-entry';
import { enterNested } from './nested-entry';
import { hostOf, nestedConfig } from './nested-run';

/** What a compiled graph knows when it is asked to run. */
export interface RunRequest {
  cache: BaseCache | null;
  stepTimeout: number | undefined;
  control: RunControl | undefined;
  clock: Clock | undefined;
  blueprint: Blueprint;
  graphName: string;
  saver: BaseCheckpointSaver | null;
  memory: BaseStore | null;
  /** What becomes of its checkpoints inside of another graph. */
  persistence: Persistence;
  config: RunnableConfig;
  interruptBefore: NodeSelection;
  interruptAfter: NodeSelection;
  holdWhen: HoldRule | undefined;
  answerFor: AnswerRule | undefined;
  durability: Durability;
  savesAll: boolean;
}

export interface RunOptions extends Omit<Invocation, 'state' | 'store' | 'sink' | 'trace'> {
  readonly saver: BaseCheckpointSaver | null;
}

const DEFAULT_RECURSION_LIMIT = 25;
const NO_PARENTS = Object.freeze({});

export interface FinishedRun {
  run: Invocation;
  outcome: RunOutcome;
}

/**
 * Runs a graph from its entry to its end, an interrupt or an error, and tells the callbacks of its config about it.
 * @throws GraphInterrupt when a graph inside of another one stops: the question is for who called the outermost
 */
export function startRun(options: RunOptions, input: unknown, sink: EventSink): Promise<FinishedRun> {
  const { config, graphName: name, host } = options;
  if (!config.callbacks) return noted(host, runFrom(options, input, sink, null));
  const traced = traceRun(
    { name, config, input, place: host ? metadataOfTask(host.run, host.task) : undefined },
    (trace) => runFrom(options, input, sink, trace),
    ({ run }) => readOutput(run.blueprint, run.state.channels),
  );
  return noted(host, traced);
}

/** A graph inside is known to the run around it for as long as it runs. */
function noted(host: TaskFrame | null, running: Promise<FinishedRun>): Promise<FinishedRun> {
  const inside = host?.run.store?.progress.inside;
  if (!inside) return running;
  inside.add(running);
  const forget = () => void inside.delete(running);
  running.then(forget, forget);
  return running;
}

/** A run that a stream starts, and stops when it is left. */
export function startableRun(options: RunOptions, input: unknown): StartableRun {
  return { start: (sink) => startRun(options, input, sink), stop: (reason) => options.abort.abort(reason) };
}

async function runFrom(
  options: RunOptions,
  input: unknown,
  sink: EventSink,
  trace: Trace | null,
): Promise<FinishedRun> {
  const { host, saver } = options;
  const unentered = { ...options, sink, trace };
  const { run, entry } = host ? await enterNested(unentered, host, input) : await enterRun(unentered, saver, input);
  const outcome = await settled(run, runLoop(run, entry.tasks, entry.isResumed));
  if (host && outcome.interrupts) throw new GraphInterrupt(outcome.interrupts);
  return { run, outcome };
}

/** However the run ends, what it did is saved before anybody learns of it. (I4) */
async function settled(run: Invocation, outcome: Promise<RunOutcome>): Promise<RunOutcome> {
  try {
    const reached = await outcome;
    await settleRun(run);
    return reached;
  } catch (error) {
    await settleRun(run).catch((unsaved) => {
      if (unsaved === error) return;
      const [why, whyUnsaved] = [error, unsaved].map((each) => (each instanceof Error ? each.message : String(each)));
      throw new AggregateError(
        [error, unsaved],
        `The run failed: ${why}\nWhat it did could not be saved either: ${whyUnsaved}`,
      );
    });
    throw error;
  }
}

/** Checks the caller's config. A graph that is called inside of a node takes over what belongs to the whole run. @throws EngineError INVALID_CONFIG */
export function runOptions(request: RunRequest): RunOptions {
  const host = hostOf(request);
  return host ? nestedOptions(request, host) : rootOptions(request);
}

function rootOptions(request: RunRequest): RunOptions {
  if (request.persistence === 'thread' && !request.saver) {
    throw new EngineError(
      'INVALID_CONFIG',
      '`checkpointer: true` is for subgraphs; give a root graph a saver, such as new MemorySaver().',
    );
  }
  const { config } = request;
  checkDuration(request.stepTimeout, 'stepTimeout');
  // Written out, as every call comes through here: spreading the request costs more than a super-step.
  return {
    blueprint: request.blueprint,
    graphName: request.graphName,
    saver: request.saver,
    memory: request.memory,
    persistence: request.persistence,
    durability: request.durability,
    savesAll: request.savesAll,
    config,
    cache: request.cache,
    interruptBefore: request.interruptBefore,
    interruptAfter: request.interruptAfter,
    holdWhen: request.holdWhen ?? null,
    answerFor: request.answerFor ?? null,
    host: null,
    place: ROOT_NAMESPACE,
    parents: NO_PARENTS,
    callMetadata: null,
    answers: null,
    descents: null,
    abort: new AbortSwitch(config.signal),
    pacer: createPacer(),
    clock: request.clock ?? systemClock,
    control: request.control ?? null,
    stepTimeout: request.stepTimeout ?? null,
    recursionLimit: recursionLimitOf(config),
    maxConcurrency: maxConcurrencyOf(config),
  };
}

function nestedOptions(request: RunRequest, host: TaskFrame): RunOptions {
  const { run } = host;
  const config = nestedConfig(host, request.config);
  checkDuration(request.stepTimeout, 'stepTimeout');
  return {
    ...request,
    config,
    graphName: run.graphName,
    host,
    place: host.run.place,
    parents: {},
    callMetadata: null,
    answers: run.answers,
    descents: null,
    durability: run.durability,
    savesAll: asksForAll(run.config) || (run.savesAll && request.savesAll),
    memory: request.config.store ?? run.memory ?? request.memory,
    abort: new AbortSwitch(config.signal),
    pacer: run.pacer,
    clock: run.clock,
    cache: request.cache ?? run.cache,
    control: host.runtime.control,
    holdWhen: request.holdWhen ?? run.holdWhen,
    answerFor: request.answerFor ?? run.answerFor,
    stepTimeout: request.stepTimeout ?? null,
    recursionLimit: recursionLimitOf(config),
    maxConcurrency: maxConcurrencyOf(config),
  };
}

function recursionLimitOf({ recursionLimit = DEFAULT_RECURSION_LIMIT }: RunnableConfig): number {
  return positive(recursionLimit, 'recursionLimit');
}

function maxConcurrencyOf({ maxConcurrency = Number.POSITIVE_INFINITY }: RunnableConfig): number {
  return positive(maxConcurrency, 'maxConcurrency');
}

/** A durability given at the call of the outermost graph is meant for the graphs inside it too. */
function asksForAll(config: RunnableConfig): boolean {
  return 'durability' in config && config.durability !== undefined;
}

function positive(value: number, name: string): number {
  if (Number.isInteger(value) ? value >= 1 : value === Number.POSITIVE_INFINITY) return value;
  throw new EngineError('INVALID_CONFIG', `${name} must be a whole number from 1 on; got ${value}.`);
}
