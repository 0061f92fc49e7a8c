import { adopt } from '../../channels/isolation';
import { isInternalChannel, isResultChannel, NO_WRITES, START } from '../../channels/names';
import type { PendingWrite } from '../../checkpoint/checkpoint';
import { ANSWERED, BODY_DONE, CANCELLED, ERROR, HANDLING, HELD, INTERRUPT } from '../../checkpoint/checkpoint';
import { emitDetail, wantsDetail } from '../../stream/debug-event';
import type { Invocation } from '../invocation';
import { configAt } from '../invocation';
import type { LoopState } from '../loop-state';
import { checkpointIdOf } from '../loop-state';
import { shownInputOf } from '../read';
import type { Task, TaskFailure } from './task';
import { idOf } from './task';
import { shownMetadata } from './task-metadata';

/** Tasks that this process runs at this moment, on their states, so that a state read meanwhile can say so. */
const running = new Map<Task, LoopState>();

export function isRunning(taskId: string): boolean {
  for (const [task, state] of running) if (idOf(state, task) === taskId) return true;
  return false;
}

export function taskStarted(run: Invocation, task: Task): void {
  if (isUnobserved(run)) return;
  task.hasEnded = false;
  task.startMs = performance.timeOrigin + performance.now();
  if (run.store) running.set(task, run.state);
  if (task.node.name === START || !wantsDetail(run.sink, 'tasks')) return;
  emitDetail(run.sink, 'tasks', run.state.step + 1, {
    id: idOf(run.state, task),
    name: task.node.name,
    input: shownInputOf(run.state, task),
    triggers: task.triggers,
    interrupts: [],
    ...shownMetadata(run),
    path: task.path,
    checkpointId: checkpointIdOf(run.state),
    startMs: task.startMs,
  });
}

/** Records, once, how a task went: its writes become durable on their own unless it is the step's only one (I4). */
export function taskEnded(run: Invocation, tasks: readonly Task[], task: Task): void {
  if (isUnobserved(run) || task.hasEnded) return;
  task.hasEnded = true;
  task.durationMs = performance.timeOrigin + performance.now() - task.startMs;
  if (run.store) {
    running.delete(task);
    const ridesWithStep = task.outcome === 'done' && tasks.length === 1 && run.store.branching !== null;
    if (!ridesWithStep) storeRecord(run, task);
  }
  if (task.node.name === START) return;
  if (task.outcome === 'done' && run.sink.wants('updates')) {
    run.sink.emit('updates', {
      [task.node.name]: updatesOf(task.writes),
      ...(task.isCached && { __metadata__: { cached: true } }),
    });
  }
  if (wantsDetail(run.sink, 'tasks')) emitEnd(run, task);
}

function emitEnd(run: Invocation, task: Task): void {
  emitDetail(run.sink, 'tasks', run.state.step + 1, {
    id: idOf(run.state, task),
    name: task.node.name,
    result: task.outcome === 'done' ? shownResult(task.writes) : null,
    interrupts: task.interrupts,
    error: task.outcome === 'failed' ? storedError(task.error).message : null,
    path: task.path,
    checkpointId: checkpointIdOf(run.state),
    startMs: task.startMs,
    durationMs: task.durationMs,
    status: task.outcome,
    attempts: task.attempts,
    ...(task.isCached && { cached: true }),
    ...(task.isHandled && { handled: true }),
    ...(task.givenAnswer && { answered: task.givenAnswer }),
  });
}

function isUnobserved(run: Invocation): boolean {
  return run.store === null && !run.sink.wants('updates') && !wantsDetail(run.sink, 'tasks');
}

/** A finished task's writes as they are stored: untracked values never are. */
export function storableWrites({ blueprint }: Invocation, writes: PendingWrite[]): PendingWrite[] {
  const isStored = ([name]: PendingWrite) => blueprint.channels.get(name)?.isTracked !== false;
  if (writes.every(isStored)) return writes;
  const stored = writes.filter(isStored);
  return stored.length > 0 ? stored : [[NO_WRITES, null]];
}

/** @param hasOwnIndexes the saver keeps our reserved channels apart; others would take them for the task's first write */
function recordOf(run: Invocation, task: Task, hasOwnIndexes: boolean): PendingWrite[] {
  if (task.outcome === 'done') return storableWrites(run, task.writes);
  const record: PendingWrite[] = [];
  if (task.outcome === 'failed') record.push([ERROR, storedError(task.error)]);
  // An earlier attempt failed; this one did not.
  else if (task.error !== undefined) record.push([ERROR, null]);
  const isHeld = task.outcome === 'interrupted' && task.interrupts.length === 0;
  // A subgraph's breakpoint asks nothing: where a mark of our own can be kept, nobody takes it for a question.
  if (task.outcome === 'interrupted' && !(isHeld && hasOwnIndexes)) record.push([INTERRUPT, adopt(task.interrupts)]);
  if (!hasOwnIndexes) return record;
  // What it asks now is open, whatever was answered before: the answer may have been lost on the way to the subgraph.
  if (task.outcome === 'interrupted' && !isHeld && task.answered.length > 0) record.push([ANSWERED, null]);
  if (task.outcome === 'cancelled' || isHeld) record.push([CANCELLED, isHeld ? HELD : true]);
  if (task.failure) record.push([HANDLING, task.outcome === 'failed' ? null : storedFailure(task.failure)]);
  // A node that asks starts again from its top, so only a failed or stopped router keeps what the body did.
  if (task.bodyWrites && task.outcome !== 'interrupted') record.push([BODY_DONE, storableWrites(run, task.bodyWrites)]);
  return record;
}

/** Stores how a task went under its checkpoint. */
export function storeRecord(run: Invocation, task: Task): void {
  storeWrites(run, task, recordOf(run, task, run.store?.branching !== null));
}

/** Hands writes to the saver; the loop waits for them before the step is saved, or before the run ends. */
function storeWrites(run: Invocation, task: Task, writes: PendingWrite[]): void {
  const { store, state } = run;
  if (!store || writes.length === 0) return;
  const { progress } = store;
  const taskId = idOf(state, task);
  if (progress.held) {
    progress.held.writes.push({ taskId, writes });
    return;
  }
  const config = configAt(store, checkpointIdOf(state));
  const isOrdered = store.branching?.keepsOrder === true;
  progress.account.addWrites(() => store.saver.putWrites(config, writes, taskId), { isOrdered });
}

/** Errors may hold anything; what is stored is what a person reads. */
export function storedError(error: unknown): { name: string; message: string; stack?: string } {
  if (typeof error === 'object' && error !== null && 'message' in error) {
    const { name, message, stack } = error as { name?: unknown; message: unknown; stack?: unknown };
    return {
      name: typeof name === 'string' ? name : 'Error',
      message: String(message),
      ...(typeof stack === 'string' && { stack }),
    };
  }
  return { name: 'Error', message: String(error) };
}

function storedFailure({ error, asked }: TaskFailure) {
  return { error: storedError(error), asked };
}

/** What a function returned, under the name of its channel; else the update. */
function shownResult(writes: readonly PendingWrite[]): unknown {
  const whole = wholeResult(writes);
  return whole ? Object.fromEntries([whole]) : updateOf(writes);
}

function wholeResult(writes: readonly PendingWrite[]): PendingWrite | undefined {
  return writes.find(([channel]) => isResultChannel(channel));
}

/**
 * What a function returned; else the state keys among a task's writes, as an update. A key that was written more than once
 * has `{ $writes: [...] }`.
 */
export function updateOf(writes: readonly PendingWrite[]): unknown {
  const whole = wholeResult(writes);
  if (whole) return whole[1];
  return Object.fromEntries(
    [...writesByKey(writes)].map(([key, values]) => [key, values.length > 1 ? { $writes: values } : values[0]]),
  );
}

/** The same for the stream of updates, where a node that wrote a key more than once gives a list of updates. */
function updatesOf(writes: readonly PendingWrite[]): unknown {
  const isRepeated = [...writesByKey(writes).values()].some((values) => values.length > 1);
  if (!isRepeated) return updateOf(writes);
  return writes.filter(([key]) => !isInternalChannel(key)).map(([key, value]) => ({ [key]: value }));
}

function writesByKey(writes: readonly PendingWrite[]): Map<string, unknown[]> {
  const byKey = new Map<string, unknown[]>();
  for (const [key, value] of writes) {
    if (isInternalChannel(key)) continue;
    const values = byKey.get(key);
    if (values) values.push(value);
    else byKey.set(key, [value]);
  }
  return byKey;
}
