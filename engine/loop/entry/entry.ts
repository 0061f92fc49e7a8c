import { INPUT } from '../../channels/names';
import type { BranchOrigin } from '../../checkpoint/branching';
import type { CheckpointTuple, Descent, PendingWrite, RunnableConfig } from '../../checkpoint/checkpoint';
import { ROOT_NAMESPACE } from '../../checkpoint/namespace';
import type { BaseCheckpointSaver } from '../../checkpoint/saver';
import { Command, isCommand } from '../../control/command';
import { EmptyInputError, EngineError } from '../../errors';
import { applyWrites } from '../apply';
import type { Invocation } from '../invocation';
import { newStore } from '../invocation';
import { restoreState } from '../loop-state';
import { nextTasks } from '../next-tasks';
import { writesOfCommand } from '../node-writes';
import { planTasks } from '../plan';
import { saveStep } from '../save';
import type { Task } from '../task/task';
import { idOf, originOf, ownQuestion, restoreTasks } from '../task/task';
import { addCommandWrites, applyCommandWrites, storedCommandWrites } from './command-writes';
import type { Fork, SubgraphTarget } from './descent';
import { questionTarget, restoreDescents, subgraphTarget } from './descent';
import { emitState } from './emit-state';
import { saveForkCopy } from './fork-copy';
import { writesOfInput } from './input';
import { refuseLostNodes } from './lost-nodes';
import type { Position } from './position';
import { findPosition, NOWHERE, placementAfter, threadIdOf } from './position';
import type { Answers } from './resume';
import { answerable, answersFrom, carryOver, expectedQuestion, giveAnswers, holdUnanswered, takenOver } from './resume';

/** Where a run begins: the tasks of its first step. */
export interface Entry {
  tasks: Task[];
  /** True when it goes on with what was planned before, so that a breakpoint there does not stop it again. */
  isResumed: boolean;
}

export type UnenteredRun = Omit<Invocation, 'state' | 'store'>;

/**
 * Finds where a root graph's run begins and writes what has to be durable before its first task: the input's checkpoint,
 * the copy that a replay starts from, or the answers to questions. (SEMANTICS 3 "Input", 8 "Resume", 12 "Time travel".)
 */
export async function enterRun(
  options: UnenteredRun,
  saver: BaseCheckpointSaver | null,
  input: unknown,
): Promise<{ run: Invocation; entry: Entry }> {
  if (!saver) return enterWithoutSaver(options, input);
  const threadId = threadIdOf(options.config);
  const target = await subgraphTarget(saver, options.config);
  const run = { ...options, config: rootConfig(options.config, target) };
  const position = await findPosition(saver, run.config, { sharesMessages: true });
  // A run that is stopped before it began leaves nothing behind.
  if (run.abort.isAborted) throw run.abort.error();
  const placement = placementAfter(position, false, branchOriginOf(input));
  const place = { threadId, namespace: ROOT_NAMESPACE };
  const invocation: Invocation = {
    ...run,
    state: restoreState(run.blueprint, position.tuple),
    store: newStore(saver, place, placement, position.tuple?.checkpoint.id ?? null),
  };
  if (isCommand(input)) return { run: invocation, entry: await enterWithCommand(invocation, position, input, target) };
  if (input !== null && input !== undefined) {
    if (target) throw inputForSubgraph(target);
    return { run: invocation, entry: await enterAtPosition(invocation, position, input) };
  }
  if (!position.tuple) throw emptyInput(threadId);
  return {
    run: invocation,
    entry: await enterAgain(invocation, position, position.tuple, descentsTo(target).map(asReplay)),
  };
}

/** A subgraph's checkpoint is reached through the root's that it belongs to. */
function rootConfig(config: RunnableConfig, target: SubgraphTarget | null): RunnableConfig {
  const { checkpoint_ns, checkpoint_map: _, checkpoint_id, ...configurable } = config.configurable ?? {};
  if (checkpoint_ns === undefined || checkpoint_ns === ROOT_NAMESPACE) return config;
  const root = target?.isCurrent === false ? target.steps[0]?.checkpointId : undefined;
  return { ...config, configurable: { ...configurable, ...(root !== undefined && { checkpoint_id: root }) } };
}

function descentsTo(target: SubgraphTarget | null): Descent[] {
  return target && !target.isCurrent ? [target.steps.slice(1)] : [];
}

/** A replay runs everything again that had finished beside it. */
function asReplay(descent: Descent): Descent {
  return descent.map(({ namespace, checkpointId }) => ({ namespace, checkpointId }));
}

/** Goes on from a copy of the checkpoint, on a branch of its own. Answers the copy's tasks. */
function forkAt(
  run: Invocation,
  position: Position,
  origin: BranchOrigin,
  fork: Omit<Fork, 'origin'>,
): Promise<Task[]> {
  if (run.store) run.store.placement = placementAfter(position, true, origin);
  return saveForkCopy(run, { origin: originOf(run.state), ...fork });
}

export function branchOriginOf(input: unknown): BranchOrigin {
  if (isCommand(input)) return 'resume';
  return input === null || input === undefined ? 'replay' : 'input';
}

export async function enterWithoutSaver(run: UnenteredRun, input: unknown, namespace = ROOT_NAMESPACE) {
  if (isCommand(input) && input.hasResume) {
    throw new EngineError(
      'MISSING_CHECKPOINTER',
      'A run can only be resumed when the graph has a checkpointer; compile it with { checkpointer }.',
    );
  }
  if (input === null || input === undefined) throw emptyInput(null);
  const state = restoreState(run.blueprint, undefined, namespace);
  state.suffix = null;
  const invocation: Invocation = { ...run, store: null, state };
  if (isCommand(input)) return { run: invocation, entry: await enterWithCommand(invocation, NOWHERE, input, null) };
  return { run: invocation, entry: await enterWithInput(invocation, input) };
}

/** A new input: a checkpoint of its own; tasks that were still to run are discarded. */
async function enterWithInput(run: Invocation, input: unknown): Promise<Entry> {
  const { blueprint, state } = run;
  const discarded = planTasks(blueprint, state).map(({ node, triggers }) => ({
    node,
    triggers,
    writes: [],
  }));
  const writes = writesOfInput(blueprint, state, input);
  const changed = applyWrites(state, [...discarded, { node: { name: INPUT }, triggers: [], writes }]);
  const tasks = nextTasks(blueprint, state, changed);
  const saved = saveStep(run, { source: 'input', ran: [], next: tasks });
  if (saved) await saved;
  return { tasks, isResumed: false };
}

/** A new input at a position: at a tip, what Commands wrote there is part of the state that it meets. */
export function enterAtPosition(run: Invocation, { tuple, isTip }: Position, input: unknown): Promise<Entry> {
  if (tuple && isTip) applyCommandWrites(run.state, tuple);
  return enterWithInput(run, input);
}

/** `null` as input: go on where the checkpoint stands, or replay from it when it is not the head. */
async function enterAgain(
  run: Invocation,
  position: Position,
  tuple: CheckpointTuple,
  descents: readonly Descent[],
): Promise<Entry> {
  refuseLostNodes(run.blueprint, tuple);
  const isReplay = descents.length > 0 || (!position.isHead && run.config.configurable?.checkpoint_id !== undefined);
  if (!isReplay) applyCommandWrites(run.state, tuple);
  const tasks = planTasks(run.blueprint, run.state);
  if (isReplay && tasks.length > 0) {
    // Stored answers, questions and results of the original stay with the original.
    return { tasks: await forkAt(run, position, 'replay', { descents, takenOver: [] }), isResumed: true };
  }
  run.descents = restoreDescents(tuple);
  restoreTasks(run.state, tasks, tuple.pendingWrites);
  emitState(run);
  return { tasks, isResumed: true };
}

export async function enterWithCommand(
  run: Invocation,
  position: Position,
  command: Command,
  target: SubgraphTarget | null,
): Promise<Entry> {
  const { tuple } = position;
  if (!tuple) return enterEmptyWithCommand(run, command);
  if (command.goto === undefined) refuseLostNodes(run.blueprint, tuple);
  let tasks = planTasks(run.blueprint, run.state);
  restoreTasks(run.state, tasks, tuple.pendingWrites);
  const descents = descentsTo(target);
  const questions = () => (descents.length > 0 && target?.questions) || questionsAt(run, tasks, tuple, position.isTip);
  const answers = command.hasResume ? answersFrom(command.resume, questions()) : null;
  run.answers = answers;
  if (!position.isTip || descents.length > 0) {
    if (descents.length === 0) descents.push(...(await descentsToQuestions(run, tasks, answers)));
    // As long as the state stands there: the answers are found by them.
    for (const task of tasks) idOf(run.state, task);
    const given = answers ?? new Map();
    const fork = { descents, takenOver: takenOver(run.state, tasks, given) };
    const copies = await forkAt(run, position, 'resume', fork);
    await carryOver(run, tasks, copies, given);
    tasks = copies;
  } else {
    run.descents = restoreDescents(tuple);
    applyCommandWrites(run.state, tuple);
    if (answers) await giveAnswers(run, tasks, answers);
  }
  if (answers) holdUnanswered(run, tasks);
  if (command.update !== undefined || command.goto !== undefined) {
    tasks = await applyCommand(run, command, tasks, position.isTip ? storedCommandWrites(tuple) : []);
    // No step follows that would show what it wrote.
    if (tasks.length === 0 && run.state.unsaved.size > 0) await saveStep(run, { source: 'update', ran: [], next: [] });
  }
  emitState(run);
  return { tasks, isResumed: true };
}

function questionsAt({ state }: Invocation, tasks: readonly Task[], tuple: CheckpointTuple, isTip: boolean): string[] {
  const questions = answerable(state, tasks, isTip);
  if (questions.length > 0 || !isTip || tuple.metadata.source !== 'update') return questions;
  const expected = expectedQuestion(state, tasks);
  return expected === null ? [] : [expected];
}

/** The ways to the subgraphs' checkpoints of the past at which the answered questions were asked. */
async function descentsToQuestions(
  run: Invocation,
  tasks: readonly Task[],
  answers: Answers | null,
): Promise<Descent[]> {
  const { store, state } = run;
  const descents: Descent[] = [];
  if (!store || !answers || state.checkpointId === null) return descents;
  for (const id of answers.keys()) {
    if (state.calls?.hasAsked(id) || tasks.some((task) => ownQuestion(state, task, id) !== null)) continue;
    const { steps } = await questionTarget(store.saver, store.threadId, state.checkpointId, id);
    descents.push(steps.slice(1));
  }
  return descents;
}

/** An empty thread takes a Command's update as its input; only pairs, which may name a key twice, are written as such. */
async function enterEmptyWithCommand(run: Invocation, command: Command): Promise<Entry> {
  if (command.hasResume) answersFrom(command.resume, []);
  const { update, goto } = command;
  if (goto !== undefined) return enterAtTargets(run, command);
  const isPairs = Array.isArray(update);
  const entry = await enterWithInput(run, isPairs ? {} : (update ?? {}));
  if (!isPairs) return entry;
  return { tasks: await applyCommand(run, new Command({ update }), entry.tasks, []), isResumed: false };
}

/** Begins where the Command says instead of at START. */
async function enterAtTargets(run: Invocation, command: Command): Promise<Entry> {
  const { blueprint, state } = run;
  const writes = writesOfCommand(blueprint, INPUT, command);
  const changed = applyWrites(state, [{ node: { name: INPUT }, triggers: [], writes }]);
  const tasks = nextTasks(blueprint, state, changed);
  await saveStep(run, { source: 'input', ran: [], next: tasks });
  return { tasks, isResumed: false };
}

/** Update and goto of a Command given as input, applied before the step. `stored`: those of Commands before it. */
async function applyCommand(
  run: Invocation,
  command: Command<unknown, unknown>,
  tasks: Task[],
  stored: PendingWrite[],
): Promise<Task[]> {
  const writes = writesOfCommand(run.blueprint, INPUT, command);
  if (writes.length === 0) return tasks;
  await addCommandWrites(run, stored, writes);
  const planned = planTasks(run.blueprint, run.state);
  const known = new Map(tasks.map((task) => [task.path.join(), task]));
  return planned.map((task) => known.get(task.path.join()) ?? task);
}

function inputForSubgraph({ steps }: SubgraphTarget): EngineError {
  return new EngineError(
    'INVALID_CONFIG',
    `A new input goes to the root graph, and the config names a checkpoint of the subgraph "${steps.at(-1)?.namespace}"; leave checkpoint_ns and checkpoint_id out, or continue from there with null.`,
  );
}

function emptyInput(threadId: string | null): EmptyInputError {
  const where = threadId === null ? 'A graph without a checkpointer has' : `Thread "${threadId}" has`;
  return new EmptyInputError(`${where} nothing to continue from; pass an input object ({} is an empty one).`);
}
