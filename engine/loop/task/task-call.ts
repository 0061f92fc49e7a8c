import { detach } from '../../channels/detach';
import { RETURN } from '../../channels/names';
import type { CallPath, PendingWrite } from '../../checkpoint/checkpoint';
import { taskId } from '../../checkpoint/ids';
import { isParentCommand } from '../../control/command';
import { GraphInterrupt } from '../../control/interrupt';
import { EngineError } from '../../errors';
import type { NodePlan } from '../../graph/blueprint';
import { carryOver, giveAnswers, holdUnanswered } from '../entry/resume';
import { executeOne } from '../execute';
import type { Invocation } from '../invocation';
import type { LoopState } from '../loop-state';
import type { Call } from './call-ledger';
import { CallLedger, callsOf, isOpen } from './call-ledger';
import { CallPromise } from './call-promise';
import type { Task } from './task';
import { createTask, idOf, openQuestions, originOf, restoreTask } from './task';
import { storeRecord } from './task-events';
import type { TaskFrame } from './task-frame';
import { enclosingFrame } from './task-frame';

// A call of a task function is a task inside of the task that makes it.
//
// I1. Its id follows from the checkpoint and from which call of its caller it is: when the caller runs again from its top,
//     the k-th call finds what the k-th call came to.
// I2. What it returned is handed to the saver before its caller sees it, with `sync` durability it is durable by then; and
//     the call is never run again on that checkpoint.
// I3. A caller goes by what it saw: where it went on after a call's failure, that failure is thrown again. Where it failed
//     itself, its failed calls run again.
// I4. The caller's step ends when its calls have. A failure that nobody waited for is the caller's own.

/** Calls a task function. @throws EngineError OUTSIDE_NODE, by rejecting, where no node or entrypoint runs */
export function callTask(plan: NodePlan, args: unknown[]): Promise<unknown> {
  const caller = enclosingFrame();
  const refusal = refuse(plan, caller);
  if (refusal || !caller) return Promise.reject(refusal);
  const { state } = caller.run;
  // I1
  const path: CallPath = ['__pregel_push', caller.task.path, caller.taskCalls++];
  const task = createTask(plan, path, args);
  const ledger = ledgerOf(state);
  const id = idOf(state, task);
  const known = ledger.find(id);
  if (known && isOpen(known.task)) return known.answer;
  if (known?.task.outcome === 'done') return Promise.resolve(resultOf(known.task, caller));
  const call = startCall(caller, task, ledger);
  ledger.add(id, call);
  return call.answer;
}

function refuse({ name }: NodePlan, caller: TaskFrame | undefined): EngineError | null {
  if (!caller) {
    return new EngineError(
      'OUTSIDE_NODE',
      `Task "${name}" was called outside of a run; call it inside an entrypoint, another task or a node of a graph.`,
    );
  }
  if (caller.run.abort.isAborted) return caller.run.abort.error();
  if (caller.task.outcome === 'running') return null;
  return new EngineError(
    'OUTSIDE_NODE',
    `Task "${name}" was called after "${caller.node}", which it belongs to, had ended; await what calls it.`,
  );
}

function ledgerOf(state: LoopState): CallLedger {
  state.calls = callsOf(state) ?? new CallLedger(originOf(state), new Map());
  return state.calls;
}

function startCall(caller: TaskFrame, task: Task, ledger: CallLedger): Call {
  const answer = new CallPromise<unknown>((resolve) => resolve(perform(caller, task, ledger)));
  // I4
  const over = Promise.prototype.then.call(answer, nothing, nothing) as Promise<void>;
  return { task, caller: caller.task, answer, over };
}

function nothing(): void {}

async function perform(caller: TaskFrame, task: Task, ledger: CallLedger): Promise<unknown> {
  const { run } = caller;
  try {
    const { namespace, checkpointId, step } = ledger.origin;
    const stored = ledger.takeStored(taskId(checkpointId, namespace, step, task.node.name, task.path));
    if (stored) await takeUp(run, caller.task, task, { ledger, stored });
    if (task.outcome === 'pending' && !task.isHeld) {
      const work = executeOne(run, [], task);
      if (work) await work;
      caller.timed?.noteProgress();
    }
    return await outcomeOf(task, caller);
  } finally {
    if (isOpen(task)) task.outcome = 'cancelled';
  }
}

/** Gives the call what an earlier run came to: here, or at the checkpoint that this one is a copy of. */
async function takeUp(
  run: Invocation,
  caller: Task,
  task: Task,
  { ledger, stored }: { ledger: CallLedger; stored: readonly PendingWrite[] },
): Promise<void> {
  const { origin, checkpointId } = ledger;
  if (origin.checkpointId === checkpointId) {
    restoreTask(run.state, task, stored);
    if (run.answers) await giveAnswers(run, [task], run.answers);
  } else {
    const original = createTask(task.node, task.path, task.args);
    original.id = taskId(origin.checkpointId, origin.namespace, origin.step, task.node.name, task.path);
    restoreTask(run.state, original, stored);
    if (run.answers) await carryOver(run, [original], [task], run.answers);
    if (original.outcome === 'failed') {
      task.outcome = 'failed';
      task.error = original.error;
      storeRecord(run, task);
    }
  }
  if (run.answers) holdUnanswered(run, [task]);
  // I3
  const runsAgain = task.outcome === 'failed' ? caller.error !== undefined : !task.isHeld;
  if (task.outcome === 'failed' && !runsAgain) task.error = rebuiltError(task.error);
  else if (task.outcome !== 'done' && runsAgain) task.outcome = 'pending';
}

/** The call's result, the caller's own copy. */
async function outcomeOf(task: Task, caller: TaskFrame): Promise<unknown> {
  const { run } = caller;
  switch (task.outcome) {
    case 'done':
      // I2
      if (run.durability === 'sync') await run.store?.progress.account.settle();
      return resultOf(task, caller);
    case 'failed':
      throw task.error;
    case 'interrupted':
      throw new GraphInterrupt(openQuestions(run.state, task));
    default:
      throw isParentCommand(task.error) ? task.error : run.abort.error();
  }
}

function resultOf({ writes }: Task, caller: TaskFrame): unknown {
  const result = writes.find(([channel]) => channel === RETURN);
  // Messages that it pushed are written by the node around it.
  if (writes.length > 1) caller.pushed = [...(caller.pushed ?? []), ...writes.filter((write) => write !== result)];
  return detach(result?.[1]);
}

/** A stored error is what a person reads of it. */
function rebuiltError(stored: unknown): Error {
  const { name, message, stack } = stored as { name: string; message: string; stack?: string };
  const error = new Error(message);
  error.name = name;
  if (stack !== undefined) error.stack = stack;
  return error;
}
