import { START } from '../channels/names';
import type { Interrupt } from '../checkpoint/snapshot';
import { isParentCommand } from '../control/command';
import { INTERRUPT_KEY } from '../control/interrupt';
import { GraphDrained } from '../control/run-control';
import { GraphRecursionError } from '../errors';
import { applyWrites } from './apply';
import { executeTasks } from './execute';
import { isHeld } from './hold';
import type { Invocation, NodeSelection } from './invocation';
import { nextTasks } from './next-tasks';
import { readShown } from './output';
import { saveStep, settleRun } from './save';
import { applyFinished } from './state/snapshot';
import type { Task } from './task/task';
import { noteProgress } from './task/task-frame';

// The super-step: plan → execute → apply → save, until nothing is left to run.
//
// I1. Tasks are planned from the state alone: the same checkpoint always gives the same tasks, in the same order.
// I2. Writes are applied in task order, never in the order in which tasks finish: a replay gives the same values.
// I3. Tasks of a step see the state before it and nothing of each other.
// I4. What a finished task wrote is durable before, or together with, the checkpoint that includes it. A checkpoint is
//     durable before the next step begins (`sync`); in its turn, while the loop is at most one group of steps ahead of
//     the saver (`async`; one step where the saver makes no groups); or before the run ends, stops or fails (`exit`, and
//     steps between milestones). Whoever learns how a run ended finds all of it saved.
// I5. A step with a failed or waiting task makes no checkpoint; the finished tasks' writes stay and are not run again.
// I6. Values inside channels are frozen copies: nobody outside can change them.

export interface RunOutcome {
  /** Questions that stopped the run; null when it ran to its end, empty at a static breakpoint. */
  interrupts: Interrupt[] | null;
}

/**
 * Runs super-steps from `first` on, the tasks of the current state.
 * @throws the node's error, AggregateError for several, GraphRecursionError, GraphDrained, StepTimeoutError, AbortedError,
 *   ThreadConflictError
 */
export async function runLoop(run: Invocation, first: Task[], isResumed: boolean): Promise<RunOutcome> {
  let tasks = first;
  let stepsLeft = run.recursionLimit;
  let mayBreakBefore = !isResumed;
  while (tasks.length > 0) {
    if (run.abort.isAborted) throw run.abort.error();
    if (!isInputStep(tasks)) {
      if (stepsLeft-- === 0) throw recursionError(run);
      if (mayBreakBefore && names(run.interruptBefore, tasks)) return breakAt(run);
      if (run.holdWhen && (await isHeld(run, mayBreakBefore ? 'before' : 'entry', tasks))) return breakAt(run);
    }
    mayBreakBefore = true;
    if (run.control?.drainRequested) throw new GraphDrained(run.control.drainReason);
    const work = executeTasks(run, tasks);
    if (work) await work;
    if (run.host) noteProgress(run);
    const stopped = stopReason(run, tasks);
    if (stopped) return { interrupts: await stopped };

    const changed = applyWrites(run.state, tasks);
    const ran = tasks;
    tasks = nextTasks(run.blueprint, run.state, changed);
    const saved = saveStep(run, { source: 'loop', ran, next: tasks });
    if (saved) await saved;
    emitValues(run, changed);
    if (names(run.interruptAfter, ran) && tasks.length > 0) return breakAt(run);
    if (run.holdWhen && (tasks.length > 0 || run.host) && (await isHeld(run, 'after', ran))) return breakAt(run);
    if (run.pacer.isDue()) await run.pacer.pause();
  }
  return { interrupts: null };
}

function isInputStep(tasks: readonly Task[]): boolean {
  return tasks.length === 1 && tasks[0]?.node.name === START;
}

/** Throws when tasks failed; answers the questions when tasks wait; null when the step is complete. (I5) */
function stopReason(run: Invocation, tasks: readonly Task[]): null | Promise<Interrupt[]> {
  for (const task of tasks) {
    if (task.outcome !== 'done') return stop(run, tasks);
  }
  return null;
}

async function stop(run: Invocation, tasks: readonly Task[]): Promise<Interrupt[]> {
  await settleRun(run);
  const handedUp = tasks.find((task) => isParentCommand(task.error));
  if (handedUp) throw handedUp.error;
  const errors = tasks.filter((task) => task.outcome === 'failed').map((task) => task.error);
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1)
    throw new AggregateError(errors, `${errors.length} tasks of step ${run.state.step + 1} failed.`);
  const interrupts = tasks.filter((task) => task.outcome === 'interrupted').flatMap((task) => task.interrupts);
  if (interrupts.length === 0 && run.control?.drainRequested && tasks.some(({ outcome }) => outcome === 'cancelled')) {
    throw new GraphDrained(run.control.drainReason);
  }
  // All is saved and nothing follows: what is shown of the state may have what the others wrote, as `getState` has.
  applyFinished(run.state, tasks);
  emitInterrupts(run, interrupts);
  return interrupts;
}

function names(selection: NodeSelection, tasks: readonly Task[]): boolean {
  if (selection.length === 0) return false;
  return tasks.some(({ node }) => node.name !== START && (selection === '*' || selection.includes(node.name)));
}

async function breakAt(run: Invocation): Promise<RunOutcome> {
  await settleRun(run);
  emitInterrupts(run, []);
  return { interrupts: [] };
}

function emitInterrupts(run: Invocation, interrupts: Interrupt[]): void {
  run.sink.emit('updates', { [INTERRUPT_KEY]: interrupts });
  const values = run.blueprint.isFunctional ? {} : readShown(run.blueprint, run.state.channels);
  run.sink.emit('values', { ...(values as object), [INTERRUPT_KEY]: interrupts });
}

function emitValues(run: Invocation, changed: readonly string[]): void {
  if (!run.sink.wants('values')) return;
  const { stateKeys } = run.blueprint;
  if (!changed.some((name) => stateKeys.includes(name))) return;
  run.sink.emit('values', readShown(run.blueprint, run.state.channels));
}

function recursionError(run: Invocation): GraphRecursionError {
  return new GraphRecursionError(
    `The run used its recursion limit of ${run.recursionLimit} super-steps without reaching the end. Raise recursionLimit in the config; with a checkpointer, what it did is saved and invoke(null) goes on from there.`,
  );
}
