import { isRegularWrite, NULL_TASK_ID, TASKS } from '../../channels/names';
import type { CheckpointPendingWrite, PendingWrite, RouteChoice, TaskPath } from '../../checkpoint/checkpoint';
import { ANSWERED, BODY_DONE, CANCELLED, ERROR, HANDLING, HELD, INTERRUPT, RESUME } from '../../checkpoint/checkpoint';
import { interruptId, taskId } from '../../checkpoint/ids';
import type { Interrupt } from '../../checkpoint/snapshot';
import type { TimeoutPolicy } from '../../control/timeout-policy';
import type { NodePlan } from '../../graph/blueprint';
import type { GivenAnswer } from '../answer';
import type { LoopState } from '../loop-state';
import { checkpointIdOf } from '../loop-state';
import { CallLedger } from './call-ledger';
import type { TaskOrigin } from './ran-task';

export type TaskOutcome = 'pending' | 'running' | 'done' | 'failed' | 'interrupted' | 'cancelled';

/** What a node's error handler is to answer. */
export interface TaskFailure {
  error: unknown;
  /** Questions that the node had asked before it failed: the handler's own come after them. */
  asked: number;
}

/** One execution of a node on one state. */
export interface Task {
  node: NodePlan;
  path: TaskPath;
  triggers: readonly string[];
  /** A Send's argument; unused for a pulled task, which reads the state. */
  args: unknown;
  /** Drawn when first asked for: a run that nobody records needs no ids. See `idOf`. */
  id: string | null;
  outcome: TaskOutcome;
  writes: PendingWrite[];
  /** The body is done, its routers are not: what the body wrote. */
  bodyWrites: PendingWrite[] | null;
  /** An earlier run stored its body; its record is to be replaced when it is done. */
  isRerouted: boolean;
  error: unknown;
  interrupts: Interrupt[];
  /** Stored answers, in the order of the task's `interrupt()` calls. */
  answers: unknown[];
  /** Questions of its subgraphs that were answered: ids. */
  answered: readonly string[];
  /** Limits that its Send gave; they hold instead of the node's. */
  timeout: TimeoutPolicy | null;
  /** Times that the node was tried in this run. */
  attempts: number;
  /** When its first attempt began, milliseconds since the epoch; 0 when nobody keeps time. */
  firstStartMs: number;
  /** The node failed for good, and its error handler asked a question that is open. */
  failure: TaskFailure | null;
  /** Its error handler answered for it. */
  isHandled: boolean;
  /** The body's writes came from the cache. */
  isCached: boolean;
  /** What stood in for the node, which did not run; null for a node that ran. */
  givenAnswer: GivenAnswer['kind'] | null;
  /** It waits for an answer that this resume does not give: leave it alone. */
  isHeld: boolean;
  /** Its writes were stored by an earlier, cut-off run. */
  isReused: boolean;
  /** What its Command and its routers chose; null while nothing did, and when nobody keeps it. */
  routes: RouteChoice[] | null;
  startMs: number;
  durationMs: number;
  /** How it went has been recorded and told. */
  hasEnded: boolean;
}

const NONE: readonly never[] = [];

export function createTask(node: NodePlan, path: TaskPath, args?: unknown, timeout: TimeoutPolicy | null = null): Task {
  return {
    node,
    path,
    triggers: path[0] === '__pregel_push' ? [TASKS] : node.triggers,
    args,
    id: null,
    outcome: 'pending',
    writes: [],
    bodyWrites: null,
    isRerouted: false,
    error: undefined,
    interrupts: [],
    answers: [],
    answered: NONE,
    timeout,
    attempts: 1,
    firstStartMs: 0,
    failure: null,
    isHandled: false,
    isCached: false,
    givenAnswer: null,
    isHeld: false,
    isReused: false,
    routes: null,
    startMs: 0,
    durationMs: 0,
    hasEnded: false,
  };
}

/** Task ids depend on the checkpoint, so that answers given to one branch can't leak into another. */
export function idOf(state: LoopState, task: Task): string {
  task.id ??= taskId(checkpointIdOf(state), state.namespace, state.step + 1, task.node.name, task.path);
  return task.id;
}

/** Gives tasks what is stored about them: writes of finished ones, answers, questions, failures. */
export function restoreTasks(
  state: LoopState,
  tasks: readonly Task[],
  stored: readonly CheckpointPendingWrite[],
): void {
  if (stored.length === 0) return;
  const byTask = new Map<string, PendingWrite[]>();
  for (const [id, channel, value] of stored) {
    const list = byTask.get(id);
    if (list) list.push([channel, value]);
    else byTask.set(id, [[channel, value]]);
  }
  for (const task of tasks) {
    const writes = byTask.get(idOf(state, task));
    if (!writes) continue;
    restoreTask(state, task, writes);
    byTask.delete(idOf(state, task));
  }
  byTask.delete(NULL_TASK_ID);
  // What is left was written by calls that these tasks made.
  if (byTask.size > 0) state.calls = new CallLedger(originOf(state), byTask);
}

/** Where the tasks of the state's next step run. */
export function originOf(state: LoopState): TaskOrigin {
  return { checkpointId: checkpointIdOf(state), namespace: state.namespace, step: state.step + 1 };
}

export function restoreTask(state: LoopState, task: Task, stored: readonly PendingWrite[]): void {
  let cancelled: unknown;
  let hasStopped = false;
  for (const [channel, value] of stored) {
    if (channel === ERROR) task.error = value ?? undefined;
    else if (channel === INTERRUPT) {
      task.interrupts = value as Interrupt[];
      hasStopped = true;
    } else if (channel === ANSWERED) task.answered = value as string[];
    else if (channel === RESUME) task.answers = [...(value as unknown[])];
    else if (channel === BODY_DONE) task.bodyWrites = value as PendingWrite[] | null;
    else if (channel === CANCELLED) cancelled = value;
    else if (channel === HANDLING) task.failure = restoreFailure(value);
    else if (isRegularWrite(channel)) task.writes.push([channel, value]);
  }
  task.isRerouted = task.bodyWrites !== null;
  if (task.writes.length > 0) {
    task.outcome = 'done';
    task.isReused = true;
  } else if (hasStopped && isWaiting(state, task)) task.outcome = 'interrupted';
  else if (task.error !== undefined) task.outcome = 'failed';
  else if (cancelled !== undefined) task.outcome = cancelled === HELD ? 'interrupted' : 'cancelled';
}

/** Without any question it stands at a breakpoint of its subgraph. */
function isWaiting(state: LoopState, task: Task): boolean {
  return task.interrupts.length === 0 || openQuestions(state, task).length > 0;
}

/** What the task, or a subgraph that it called, asked and has no stored answer yet. */
export function openQuestions(state: LoopState, task: Task): Interrupt[] {
  return task.interrupts.filter(({ id }) => {
    const index = ownQuestion(state, task, id);
    return index === null ? !task.answered.includes(id) : index >= task.answers.length;
  });
}

/** Which of the task's own `interrupt()` calls asked; null for a question of a subgraph. */
export function ownQuestion(state: LoopState, task: Task, id: string): number | null {
  for (let index = 0; index <= task.answers.length; index++) {
    if (interruptId(idOf(state, task), index) === id) return index;
  }
  return null;
}

/** The error comes back as a plain one with its name and text. Null takes it back. */
function restoreFailure(stored: unknown): TaskFailure | null {
  if (stored === null) return null;
  const { error, asked } = stored as { error: { name: string; message: string; stack?: string }; asked: number };
  return { error: Object.assign(new Error(error.message), error), asked };
}
