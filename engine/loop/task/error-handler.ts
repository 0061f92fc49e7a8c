import { NodeError } from '../../control/node-error';
import type { TaskContext } from '../../control/task-context';
import { runInTask } from '../../control/task-context';
import type { HandlerPlan } from '../../graph/node-policy';
import type { Invocation } from '../invocation';
import { routesItself, writesOfResult } from '../node-writes';
import { inputOf } from '../read';
import { attempt, finishBody, isThenable } from './attempt';
import { withRetries } from './retry';
import { noteCommand } from './routes';
import type { Task, TaskFailure } from './task';
import type { TaskRuntime } from './task-runtime';

/**
 * Lets a node's error handler answer in its place: what it returns becomes the task's writes, and the node's own edges and
 * routers follow, unless its Command says where to go. (LangGraph.js follows no edge then: the workflow ends silently.)
 * Throws what the handler throws, with the node's failure as its cause.
 */
export async function runErrorHandler(
  run: Invocation,
  task: Task,
  plan: HandlerPlan,
  failure: TaskFailure,
): Promise<void> {
  const { attempts, bodyWrites } = task;
  const error = new NodeError(task.node.name, asError(failure.error));
  task.failure = failure;
  task.bodyWrites = null;
  const once = (draft: Task, context: TaskContext, runtime: TaskRuntime): void | Promise<void> => {
    // The handler is done and its routers failed.
    if (draft.bodyWrites) return attempt(run, draft, context, runtime);
    // Its questions come after those that the node asked before it failed.
    context.asked = failure.asked;
    const answer = runInTask(context, () => plan.handle(inputOf(run.state, draft), error, runtime));
    if (!isThenable(answer)) return take(run, draft, answer, context, runtime);
    return answer.then((value) => take(run, draft, value, context, runtime));
  };
  try {
    await withRetries(run, task, plan, once);
    task.isHandled = true;
  } catch (thrown) {
    task.bodyWrites ??= bodyWrites;
    throw withCause(thrown, failure.error);
  } finally {
    task.attempts = attempts;
  }
}

function take(
  run: Invocation,
  task: Task,
  result: unknown,
  context: TaskContext,
  runtime: TaskRuntime,
): void | Promise<void> {
  if (!routesItself(result)) return finishBody(run, task, result, context, runtime);
  task.writes = writesOfResult(run.blueprint, task.node.name, result);
  if (run.store) noteCommand(task, result);
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown), { cause: thrown });
}

function withCause(thrown: unknown, cause: unknown): unknown {
  const canTake = thrown instanceof Error && thrown !== cause && thrown.cause === undefined;
  if (canTake && Object.isExtensible(thrown)) {
    Object.defineProperty(thrown, 'cause', { value: cause, configurable: true, writable: true });
  }
  return thrown;
}
