import { INPUT } from '../channels/names';
import type { CheckpointTuple, PendingWrite } from '../checkpoint/checkpoint';
import type { BaseCheckpointSaver, BranchOrigin } from '../checkpoint/saver';
import { Command, isCommand } from '../control/command';
import { EmptyInputError, EngineError } from '../errors';
import { applyWrites } from './apply';
import { addCommandWrites, applyCommandWrites, storedCommandWrites } from './command-writes';
import { inputWrites, mapInput } from './input';
import type { Invocation, InvocationStore } from './invocation';
import { restoreState } from './loop-state';
import { refuseLostNodes } from './lost-nodes';
import { writesOfCommand } from './node-writes';
import { planTasks } from './plan';
import type { Position } from './position';
import { branchingOrNull, findPosition, placementAfter, threadIdOf } from './position';
import { readValues } from './read';
import { answerTasks, carryOver, giveAnswers } from './resume';
import { saveStep } from './save';
import type { Task } from './task';
import { restoreTasks } from './task';

/** Where a run begins: the tasks of its first step. */
export interface Entry {
  tasks: Task[];
  /** True when it goes on with what was planned before, so that a breakpoint there does not stop it again. */
  isResumed: boolean;
}

const NOWHERE: Position = { tuple: undefined, isTip: true, isHead: true };

/**
 * Finds where the run begins and writes what has to be durable before its first task: the input's checkpoint, the copy
 * that a replay starts from, or the answers to questions. (SEMANTICS 3 "Input", 8 "Resume", 12 "Time travel".)
 */
export async function enterRun(
  run: Omit<Invocation, 'state' | 'store'>,
  saver: BaseCheckpointSaver | null,
  input: unknown,
): Promise<{ run: Invocation; entry: Entry }> {
  if (!saver) return enterWithoutSaver(run, input);
  const threadId = threadIdOf(run.config);
  const position = await findPosition(saver, run.config);
  // A run that is stopped before it began leaves nothing behind.
  if (run.abort.isAborted) throw run.abort.error();
  const state = restoreState(run.blueprint, position.tuple);
  const store: InvocationStore = {
    saver,
    branching: branchingOrNull(saver),
    threadId,
    placement: placementAfter(position, false, originOf(input)),
    unsettled: [],
  };
  const invocation: Invocation = { ...run, state, store };
  if (isCommand(input)) return { run: invocation, entry: await enterWithCommand(invocation, position, input) };
  if (input !== null && input !== undefined) {
    // At a tip, what Commands wrote is part of the state that the input meets.
    if (position.tuple && position.isTip) applyCommandWrites(state, position.tuple);
    return { run: invocation, entry: await enterWithInput(invocation, input) };
  }
  if (!position.tuple) throw emptyInput(threadId);
  return { run: invocation, entry: await enterAgain(invocation, position, position.tuple) };
}

function originOf(input: unknown): BranchOrigin {
  if (isCommand(input)) return 'resume';
  return input === null || input === undefined ? 'replay' : 'input';
}

async function enterWithoutSaver(run: Omit<Invocation, 'state' | 'store'>, input: unknown) {
  if (isCommand(input) && input.hasResume) {
    throw new EngineError(
      'MISSING_CHECKPOINTER',
      'A run can only be resumed when the graph has a checkpointer; compile it with { checkpointer }.',
    );
  }
  if (input === null || input === undefined) throw emptyInput(null);
  const invocation: Invocation = {
    ...run,
    store: null,
    state: { ...restoreState(run.blueprint, undefined), suffix: null },
  };
  if (isCommand(input)) return { run: invocation, entry: await enterWithCommand(invocation, NOWHERE, input) };
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
  const writes = inputWrites(blueprint, mapInput(blueprint, state, input));
  const changed = applyWrites(state, [...discarded, { node: { name: INPUT }, triggers: [], writes }]);
  const tasks = planTasks(blueprint, state, changed);
  await saveStep(run, { source: 'input', ran: [], next: tasks });
  return { tasks, isResumed: false };
}

/** `null` as input: go on where the checkpoint stands, or replay from it when it is not the head. */
async function enterAgain(run: Invocation, position: Position, tuple: CheckpointTuple): Promise<Entry> {
  refuseLostNodes(run.blueprint, tuple);
  const isReplay = !position.isHead && run.config.configurable?.checkpoint_id !== undefined;
  if (!isReplay) applyCommandWrites(run.state, tuple);
  const tasks = planTasks(run.blueprint, run.state);
  if (tasks.length === 0) {
    emitStart(run);
    return { tasks, isResumed: true };
  }
  if (isReplay) {
    // Stored answers, questions and results of the original stay with the original.
    return { tasks: await copyCheckpoint(run, position, 'replay'), isResumed: true };
  }
  restoreTasks(run.state, tasks, tuple.pendingWrites);
  emitStart(run);
  return { tasks, isResumed: true };
}

async function enterWithCommand(run: Invocation, position: Position, command: Command): Promise<Entry> {
  const { tuple } = position;
  if (!tuple) return enterEmptyWithCommand(run, command);
  if (command.goto === undefined) refuseLostNodes(run.blueprint, tuple);
  let tasks = planTasks(run.blueprint, run.state);
  restoreTasks(run.state, tasks, tuple.pendingWrites);
  const answers = command.hasResume
    ? answerTasks(run.state, tasks, command.resume, position.isTip)
    : new Map<Task, unknown[]>();
  if (!position.isTip) {
    const original = tasks;
    tasks = await copyCheckpoint(run, position, 'resume');
    await carryOver(run, original, tasks, answers);
  } else {
    applyCommandWrites(run.state, tuple);
    await giveAnswers(run, answers);
  }
  if (command.hasResume) for (const task of tasks) task.isHeld = task.outcome === 'interrupted';
  if (command.update !== undefined || command.goto !== undefined) {
    tasks = await applyCommand(run, command, tasks, position.isTip ? storedCommandWrites(tuple) : []);
    // No step follows that would show what it wrote.
    if (tasks.length === 0 && run.state.unsaved.size > 0) await saveStep(run, { source: 'update', ran: [], next: [] });
  }
  emitStart(run);
  return { tasks, isResumed: true };
}

/** An empty thread takes a Command's update as its input; only pairs, which may name a key twice, are written as such. */
async function enterEmptyWithCommand(run: Invocation, command: Command): Promise<Entry> {
  if (command.hasResume) answerTasks(run.state, [], command.resume, true);
  const { update, goto } = command;
  const isPairs = Array.isArray(update);
  const entry = await enterWithInput(run, isPairs ? {} : (update ?? {}));
  if (goto === undefined && !isPairs) return entry;
  const rest = new Command({ goto, ...(isPairs && { update }) });
  return { tasks: await applyCommand(run, rest, entry.tasks, []), isResumed: false };
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

/** Writes an eager copy of the checkpoint as the first of a branch of its own, which becomes the head. */
async function copyCheckpoint(run: Invocation, position: Position, origin: BranchOrigin): Promise<Task[]> {
  const { store, state } = run;
  if (store) store.placement = placementAfter(position, true, origin);
  const next = planTasks(run.blueprint, state);
  // The copy changes nothing, so its tasks are planned from the same state, under its own id.
  await saveStep(run, { source: 'fork', ran: [], next });
  emitStart(run);
  return next;
}

function emitStart(run: Invocation): void {
  if (run.sink.wants('values')) run.sink.emit('values', readValues(run.state.channels, run.blueprint.outputKeys));
}

function emptyInput(threadId: string | null): EmptyInputError {
  const where = threadId === null ? 'A graph without a checkpointer has' : `Thread "${threadId}" has`;
  return new EmptyInputError(`${where} nothing to continue from; pass an input object ({} is an empty one).`);
}
