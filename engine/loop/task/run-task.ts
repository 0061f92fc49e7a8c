import { NO_WRITES } from '../../channels/names';
import { BODY_DONE } from '../../checkpoint/checkpoint';
import type { Interrupt } from '../../checkpoint/snapshot';
import { isParentCommand } from '../../control/command';
import { isGraphInterrupt } from '../../control/interrupt';
import { isGraphDrained } from '../../control/run-control';
import type { Invocation } from '../invocation';
import type { LoopState } from '../loop-state';
import { attempt } from './attempt';
import type { CallLedger, Failure } from './call-ledger';
import { callsOf } from './call-ledger';
import { withMutationHint } from './mutation-hint';
import { policyOfTask, runUnderPolicy } from './run-policy';
import type { Task } from './task';
import { openQuestions } from './task';
import { attemptAround, frameOf } from './task-frame';
import { questionsOf, runtimeOf } from './task-runtime';

/** What a task does: synchronous where it can be; throws, or rejects with, what fails it. */
export type TaskWork = (run: Invocation, task: Task) => void | Promise<void>;

/**
 * Runs one task: its body, unless that is done already, then its routers. A task is done only when its routers ran too.
 * Never throws: the outcome is on the task. Synchronous as long as the node is, so that a trivial node costs no promise.
 */
export function runTask(run: Invocation, task: Task, work: TaskWork = workOfNode): void | Promise<void> {
  task.outcome = 'running';
  try {
    const working = work(run, task);
    if (!working) return end(run, task, null);
    return working.then(
      () => end(run, task, null),
      (error) => end(run, task, { error }),
    );
  } catch (error) {
    return end(run, task, { error });
  }
}

export function workOfNode(run: Invocation, task: Task): void | Promise<void> {
  const policy = policyOfTask(task);
  return policy ? runUnderPolicy(run, task, policy) : attemptAlone(run, task);
}

function attemptAlone(run: Invocation, task: Task): void | Promise<void> {
  const limits = attemptAround(task);
  const runtime = runtimeOf(run, task, limits);
  return attempt(run, task, frameOf(run, task, runtime, limits), runtime);
}

/** A task ends when the calls that it made have ended. */
function end(run: Invocation, task: Task, failure: Failure | null): void | Promise<void> {
  const calls = run.state.calls && callsOf(run.state);
  if (calls) return calls.settled(task).then(() => conclude(run, task, failure ?? unheeded(task, calls), calls));
  conclude(run, task, failure, null);
}

/** The function has not succeeded then, so it runs again. */
function unheeded(task: Task, calls: CallLedger): Failure | null {
  const failure = calls.unheeded(task);
  if (failure) task.bodyWrites = null;
  return failure;
}

function conclude(run: Invocation, task: Task, failure: Failure | null, calls: CallLedger | null): void {
  if (failure) markFailed(run, task, failure.error);
  else markDone(task);
  if (calls && task.outcome === 'interrupted') task.interrupts = questionsOfCalls(run.state, task, calls);
}

/** All that its calls wait for, in the order of the calls: several may have asked before one reached the function. */
function questionsOfCalls(state: LoopState, task: Task, calls: CallLedger): Interrupt[] {
  const asked = calls.waiting(task).flatMap((call) => openQuestions(state, call));
  const ids = new Set(asked.map(({ id }) => id));
  return [...asked, ...task.interrupts.filter(({ id }) => !ids.has(id))];
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
