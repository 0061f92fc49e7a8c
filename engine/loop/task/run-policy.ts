import { isGraphBubbleUp } from '../../control/bubble-up';
import type { TaskContext } from '../../control/task-context';
import type { NodePolicy } from '../../graph/node-policy';
import { NO_POLICY } from '../../graph/node-policy';
import type { Invocation } from '../invocation';
import { attempt } from './attempt';
import { runErrorHandler } from './error-handler';
import { entryOf, readEntry, writeEntry } from './node-cache';
import { withRetries } from './retry';
import type { Task } from './task';

/** What a task must be run under, if anything: its node's policy, with the limits of the Send that made it. */
export function policyOfTask(task: Task): NodePolicy | null {
  if (!task.timeout) return task.node.policy;
  return { ...(task.node.policy ?? NO_POLICY), timeout: task.timeout };
}

/** Runs a task whose node has a policy: from the cache, else in attempts, else by its error handler. Throws what is left. */
export async function runUnderPolicy(run: Invocation, task: Task, policy: NodePolicy): Promise<void> {
  if (task.failure && policy.handler) return runErrorHandler(run, task, policy.handler, task.failure);
  const entry = entryOf(run, task, policy.cache);
  const found = entry && (await readEntry(entry));
  if (found) {
    task.bodyWrites = found;
    task.isCached = true;
  }
  let last: TaskContext | undefined;
  try {
    await withRetries(run, task, policy, (draft, context, runtime) => {
      last = context;
      return attempt(run, draft, context, runtime);
    });
  } catch (error) {
    if (!policy.handler || run.abort.isAborted || isGraphBubbleUp(error)) throw error;
    return runErrorHandler(run, task, policy.handler, { error, asked: last?.asked ?? 0 });
  }
  if (entry && !task.isCached) await writeEntry(run, task, entry);
}
