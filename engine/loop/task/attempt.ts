import type { PendingWrite } from '../../checkpoint/checkpoint';
import { Command, isCommand, isParentCommand, ParentCommand } from '../../control/command';
import type { TaskContext } from '../../control/task-context';
import { runInTask } from '../../control/task-context';
import { InvalidUpdateError } from '../../errors';
import type { RouterPlan } from '../../graph/blueprint';
import type { Runtime } from '../../graph/runtime';
import type { Invocation } from '../invocation';
import { addRouterWrites, writesOfResult, writesOfUpdate } from '../node-writes';
import { inputOf, ownCopy, readSharedWithWrites, readWithWrites } from '../read';
import { readsOf, watchReads } from '../watched-state';
import { noteCommand, noteCommandIn, noteRouter } from './routes';
import type { Task } from './task';
import type { TaskRuntime } from './task-runtime';
import { traceTask } from './trace-task';

/**
 * Runs a task's function once: its body, unless that is done already, then its routers. What they write is on the task.
 * Synchronous as long as the node is, so that a trivial node costs no promise. Throws, or rejects with, what they throw.
 */
export function attempt(run: Invocation, task: Task, context: TaskContext, runtime: TaskRuntime): void | Promise<void> {
  if (task.bodyWrites) {
    if (run.store) noteCommandIn(task, task.bodyWrites);
    return routeFrom(run, task, task.bodyWrites, 0, context, runtime);
  }
  const { body } = task.node;
  const input = inputOf(run.state, task);
  const result = body
    ? runInTask(context, () => (run.trace ? traceTask(run, run.trace, task, input, runtime) : body(input, runtime)))
    : input;
  if (!isThenable(result)) return finishBody(run, task, result, context, runtime);
  return result.then(
    (value) => finishBody(run, task, value, context, runtime),
    (error) => finishBody(run, task, commandFromBelow(task, error), context, runtime),
  );
}

/** What a subgraph handed up is the answer of the node that called it; a function passes it on. @throws everything else */
function commandFromBelow({ node }: Task, error: unknown): Command<unknown, unknown> {
  if (!isParentCommand(error) || node.writesOf) throw error;
  const { update, goto } = error.command;
  return new Command({ ...(update !== undefined && { update }), ...(goto !== undefined && { goto }) });
}

/** Takes what the body gave, then routes. A task that was given up meanwhile goes no further. */
export function finishBody(
  run: Invocation,
  task: Task,
  result: unknown,
  context: TaskContext,
  runtime: Runtime,
): void | Promise<void> {
  if (task.outcome !== 'running') return;
  const returned = task.node.writesOf ? task.node.writesOf(result) : writesOfAnswer(run, task, result);
  const writes = context.pushed ? [...pushedWrites(run, context.pushed), ...returned] : returned;
  task.bodyWrites = writes;
  if (run.store && !task.node.writesOf) noteCommand(task, result);
  if (task.node.routers.length === 0) {
    task.writes = [...writes, ...task.node.edgeWrites];
    return;
  }
  return routeFrom(run, task, writes, 0, context, runtime);
}

function pushedWrites(run: Invocation, pushed: readonly PendingWrite[]): PendingWrite[] {
  return writesOfUpdate(run.blueprint, pushed, 'pushMessage()');
}

function writesOfAnswer(run: Invocation, task: Task, result: unknown): PendingWrite[] {
  const handedUp = commandForParent(result);
  if (handedUp) throw forParent(run, task, handedUp);
  return writesOfResult(run.blueprint, task.node.name, result);
}

function commandForParent(result: unknown): Command | undefined {
  if (isCommand(result)) return result.graph === undefined ? undefined : result;
  return Array.isArray(result) ? result.find((part) => isCommand(part) && part.graph !== undefined) : undefined;
}

function forParent(run: Invocation, task: Task, command: Command): Error {
  const what = `Node "${task.node.name}" returned a Command for graph "${command.graph}"`;
  if (command.graph !== Command.PARENT)
    return new InvalidUpdateError('INVALID_GRAPH_NODE_RETURN_VALUE', `${what}; only Command.PARENT can be named.`);
  if (run.host) return new ParentCommand(command);
  return new InvalidUpdateError('INVALID_GRAPH_NODE_RETURN_VALUE', `${what}, but this graph runs in no other one.`);
}

/** Calls the routers one after another, from the `index`-th on; they see the state with the task's own writes. */
function routeFrom(
  run: Invocation,
  task: Task,
  writes: readonly PendingWrite[],
  index: number,
  context: TaskContext,
  runtime: Runtime,
): void | Promise<void> {
  const { routers, edgeWrites } = task.node;
  if (index === 0) task.writes = [...writes, ...edgeWrites];
  const router = routers[index];
  if (!router || task.outcome !== 'running') return;
  const state = run.store ? watchedState(run, writes) : readWithWrites(run.state, run.blueprint.stateKeys, writes);
  const answer = runInTask(context, () => router.route(state, runtime));
  if (!isThenable(answer)) {
    take(run, task, router, state, answer);
    return routeFrom(run, task, writes, index + 1, context, runtime);
  }
  return answer.then((value) => {
    take(run, task, router, state, value);
    return routeFrom(run, task, writes, index + 1, context, runtime);
  });
}

/** A router reads few keys: what it does not read, is not copied for it. */
function watchedState({ state, blueprint }: Invocation, writes: readonly PendingWrite[]): object {
  const shared = readSharedWithWrites(state, blueprint.stateKeys, writes);
  return watchReads(shared, (key, value) => ownCopy(state, key, value));
}

function take(run: Invocation, task: Task, router: RouterPlan, state: object, answer: unknown): void {
  addRouterWrites(task.writes, run.blueprint, task.node.name, router, answer);
  if (run.store) noteRouter(task, router.name, answer, readsOf(state));
}

export function isThenable(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}
