import { interruptId } from '../checkpoint/ids';
import type { TaskContext } from '../control/task-context';
import { currentTask } from '../control/task-context';
import type { Runtime } from '../graph/runtime';
import type { Invocation } from './invocation';
import { inputOf } from './read';
import type { Task } from './task';
import { idOf } from './task';
import type { TimedAttempt } from './timed-attempt';

/** One attempt of a task, as what it calls can reach it: `interrupt()`, and graphs called inside of the node. */
export interface TaskFrame extends TaskContext {
  readonly run: Invocation;
  readonly task: Task;
  /** Graphs called so far. */
  subgraphCalls: number;
  /** Null for an attempt without time limits. */
  readonly timed: TimedAttempt | null;
}

export function frameOf(run: Invocation, task: Task, runtime: Runtime, timed: TimedAttempt | null = null): TaskFrame {
  return {
    run,
    task,
    subgraphCalls: 0,
    timed,
    node: task.node.name,
    answers: task.answers,
    asked: 0,
    canInterrupt: run.store !== null,
    pushed: null,
    interruptIdAt: (index) => interruptId(idOf(run.state, task), index),
    runtime,
    input: () => inputOf(run.state, task),
  };
}

/** A graph called inside of a node is at work: so is the node, and every one around it. */
export function noteProgress(run: Invocation): void {
  for (let { host } = run; host; host = host.run.host) host.timed?.noteProgress();
}

/** The task that this code runs in. Every context that the engine enters is a frame. */
export function enclosingFrame(): TaskFrame | undefined {
  return currentTask() as TaskFrame | undefined;
}
