import { NO_WRITES } from '../channels/names';
import { BODY_DONE } from '../checkpoint/checkpoint';
import { isParentCommand } from '../control/command';
import { isGraphInterrupt } from '../control/interrupt';
import { isGraphDrained } from '../control/run-control';
import { attempt } from './attempt';
import type { Invocation } from './invocation';
import { withMutationHint } from './mutation-hint';
import { policyOfTask, runUnderPolicy } from './run-policy';
import type { Task } from './task';
import { frameOf } from './task-frame';
import { questionsOf, runtimeOf } from './task-runtime';

/**
 * Runs one task: its body, unless that is done already, then its routers. A task is done only when its routers ran too.
 * Never throws: the outcome is on the task. Synchronous as long as the node is, so that a trivial node costs no promise.
 */
export function runTask(run: Invocation, task: Task): void | Promise<void> {
  task.outcome = 'running';
  try {
    const policy = policyOfTask(task);
    const work = policy ? runUnderPolicy(run, task, policy) : attemptAlone(run, task);
    if (!work) return markDone(task);
    return work.then(
      () => markDone(task),
      (error) => markFailed(run, task, error),
    );
  } catch (error) {
    markFailed(run, task, error);
  }
}

function attemptAlone(run: Invocation, task: Task): void | Promise<void> {
  const runtime = runtimeOf(run, task);
  return attempt(run, task, frameOf(run, task, runtime), runtime);
}

function markDone(task: Task): void {
  if (task.outcome !== 'running') return;
  if (task.writes.length === 0) task.writes.push([NO_WRITES, null]);
  if (task.isRerouted) task.writes.unshift([BODY_DONE, null]);
  task.outcome = 'done';
  task.bodyWrites = null;
  task.interrupts = [];
  task.error = undefined;
  task.failure = null;
}

function markFailed(run: Invocation, task: Task, error: unknown): void {
  if (task.outcome !== 'running') return;
  task.writes = [];
  if (run.abort.isAborted || isGraphDrained(error)) {
    task.outcome = 'cancelled';
    return;
  }
  if (isParentCommand(error)) {
    // It is left as it stands: the enclosing graph goes on with the Command.
    task.outcome = 'cancelled';
    task.error = error;
    return;
  }
  if (isGraphInterrupt(error)) {
    task.outcome = 'interrupted';
    task.interrupts = questionsOf(run.state, task, error);
    return;
  }
  task.outcome = 'failed';
  task.error = withMutationHint(task.node.name, error);
}
