import { NO_WRITES, START } from '../channels/names';
import type { PendingWrite } from '../checkpoint/checkpoint';
import { BODY_DONE } from '../checkpoint/checkpoint';
import { isGraphInterrupt } from '../control/interrupt';
import type { TaskContext } from '../control/task-context';
import { runInTask } from '../control/task-context';
import { StateMutationError } from '../errors';
import type { RouterPlan } from '../graph/blueprint';
import type { Invocation } from './invocation';
import { writesOfResult, writesOfRouter } from './node-writes';
import { inputOf, readWithWrites } from './read';
import type { Task } from './task';
import { contextOf, TaskRuntime } from './task-runtime';

/**
 * Runs one task: its body, unless that is done already, then its routers. A task is done only when its routers ran too.
 * Never throws: the outcome is on the task. Synchronous as long as the node is, so that a trivial node costs no promise.
 */
export function runTask(run: Invocation, task: Task): void | Promise<void> {
  const context = contextOf(run, task);
  const runtime = new TaskRuntime(run, task);
  task.outcome = 'running';
  try {
    if (task.bodyWrites) return settle(run, task, routeFrom(run, task, task.bodyWrites, 0, context, runtime));
    const { body } = task.node;
    const input = inputOf(run.state, task);
    const result = body ? runInTask(context, () => body(input, runtime)) : input;
    if (!isThenable(result)) return settle(run, task, finishBody(run, task, result, context, runtime));
    return result
      .then((value) => finishBody(run, task, value, context, runtime))
      .then(
        () => markDone(task),
        (error) => markFailed(run, task, error),
      );
  } catch (error) {
    markFailed(run, task, error);
  }
}

function settle(run: Invocation, task: Task, rest: void | Promise<void>): void | Promise<void> {
  if (!rest) return markDone(task);
  return rest.then(
    () => markDone(task),
    (error) => markFailed(run, task, error),
  );
}

function finishBody(
  run: Invocation,
  task: Task,
  result: unknown,
  context: TaskContext,
  runtime: TaskRuntime,
): void | Promise<void> {
  const writes = writesOfResult(run.blueprint, task.node.name, result);
  if (task.node.routers.length === 0) {
    task.writes = [...writes, ...task.node.edgeWrites];
    return;
  }
  task.bodyWrites = writes;
  return routeFrom(run, task, writes, 0, context, runtime);
}

/** Calls the routers one after another, from the `index`-th on; they see the state with the task's own writes. */
function routeFrom(
  run: Invocation,
  task: Task,
  writes: readonly PendingWrite[],
  index: number,
  context: TaskContext,
  runtime: TaskRuntime,
): void | Promise<void> {
  const { routers, edgeWrites, name } = task.node;
  if (index === 0) task.writes = [...writes, ...edgeWrites];
  const router = routers[index];
  if (!router) return;
  const state = readWithWrites(run.state, name === START ? run.blueprint.stateKeys : task.node.reads, writes);
  const answer = runInTask(context, () => router.route(state, runtime));
  if (!isThenable(answer)) {
    take(run, task, router, answer);
    return routeFrom(run, task, writes, index + 1, context, runtime);
  }
  return answer.then((value) => {
    take(run, task, router, value);
    return routeFrom(run, task, writes, index + 1, context, runtime);
  });
}

function take(run: Invocation, task: Task, router: RouterPlan, answer: unknown): void {
  task.writes.push(...writesOfRouter(run.blueprint, task.node.name, router, answer));
}

function markDone(task: Task): void {
  if (task.outcome !== 'running') return;
  if (task.writes.length === 0) task.writes.push([NO_WRITES, null]);
  if (task.isRerouted) task.writes.unshift([BODY_DONE, null]);
  task.outcome = 'done';
  task.bodyWrites = null;
  task.interrupts = [];
  task.error = undefined;
}

function markFailed(run: Invocation, task: Task, error: unknown): void {
  if (task.outcome !== 'running') return;
  task.writes = [];
  if (run.abort.isAborted) {
    task.outcome = 'cancelled';
    return;
  }
  if (isGraphInterrupt(error)) {
    task.outcome = 'interrupted';
    task.interrupts = error.interrupts;
    return;
  }
  task.outcome = 'failed';
  task.error = withMutationHint(task.node.name, error);
}

/** What V8 says when strict code changes a frozen object. */
const FROZEN =
  /read only property|not extensible|Cannot delete property|Cannot redefine property|Cannot define property/;

function withMutationHint(node: string, error: unknown): unknown {
  if (!(error instanceof TypeError) || !FROZEN.test(error.message)) return error;
  return new StateMutationError(
    `Node "${node}" changed a part of its state in place (${error.message}). State is shared and frozen below its top level: return a new value instead, such as { ...item, done: true }.`,
    { cause: error },
  );
}

function isThenable(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}
