import { StepTimeoutError } from '../limit-errors';
import type { Invocation } from './invocation';
import { settleRun } from './save';
import { cancelCalls } from './task/cancel-calls';
import { answerOrWork } from './task/given-answer';
import { runTask } from './task/run-task';
import type { Task } from './task/task';
import { taskEnded, taskStarted } from './task/task-events';

/**
 * Runs a step's tasks that are neither done nor held back. All see the same state; their writes stay on the tasks (I3).
 * Answers no promise when no node needed one.
 * @throws AbortedError or StepTimeoutError when the run is stopped meanwhile; tasks in flight are then marked cancelled
 */
export function executeTasks(run: Invocation, tasks: readonly Task[]): void | Promise<void> {
  const todo = isFresh(tasks) ? tasks : tasks.filter((task) => task.outcome !== 'done' && !task.isHeld);
  const [only] = todo;
  if (!only) return;
  if (todo.length > 1) return executeMany(run, tasks, todo);
  const work = executeOne(run, tasks, only);
  if (work) return stopWhenAborted(run, tasks, todo, work);
}

/** Every step but the first of a resumed run. */
function isFresh(tasks: readonly Task[]): boolean {
  for (const task of tasks) if (task.outcome !== 'pending' || task.isHeld) return false;
  return true;
}

export function executeOne(run: Invocation, tasks: readonly Task[], task: Task): void | Promise<void> {
  taskStarted(run, task);
  const work = runTask(run, task, run.answerFor ? answerOrWork(run.answerFor, tasks, task) : undefined);
  if (!work) return taskEnded(run, tasks, task);
  return work.then(() => taskEnded(run, tasks, task));
}

async function executeMany(run: Invocation, tasks: readonly Task[], todo: readonly Task[]): Promise<void> {
  const lanes = Math.min(run.maxConcurrency, todo.length);
  let next = 0;
  const drain = async (): Promise<void> => {
    while (next < todo.length && !run.abort.isAborted) {
      const work = executeOne(run, tasks, todo[next++] as Task);
      if (work) await work;
      else if (run.pacer.isDue()) await run.pacer.pause();
    }
  };
  await stopWhenAborted(
    run,
    tasks,
    todo,
    Promise.all(Array.from({ length: lanes }, drain)).then(() => {}),
  );
}

/** A step that takes too long stops the run like a signal does. Answers what takes the timer back. */
function startStepTimer({ stepTimeout, clock, abort, state }: Invocation): (() => void) | null {
  if (stepTimeout === null) return null;
  const step = state.step + 1;
  return clock.after(stepTimeout, () => abort.abort(new StepTimeoutError(step, stepTimeout)));
}

async function stopWhenAborted(
  run: Invocation,
  tasks: readonly Task[],
  todo: readonly Task[],
  work: Promise<void>,
): Promise<void> {
  const cancelTimer = startStepTimer(run);
  await run.abort.race(work);
  cancelTimer?.();
  if (!run.abort.isAborted) return;
  work.catch(() => {});
  for (const task of todo) {
    if (task.outcome === 'running') task.outcome = 'cancelled';
    if (task.outcome !== 'pending') taskEnded(run, tasks, task);
  }
  cancelCalls(run);
  // They stop as well; what they still save must not meet a run that goes on from here.
  if (run.store) await Promise.allSettled(run.store.progress.inside);
  await settleRun(run);
  throw run.abort.error();
}
