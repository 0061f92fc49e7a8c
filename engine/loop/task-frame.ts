import { interruptId } from '../checkpoint/ids';
import type { TaskContext } from '../control/task-context';
import { currentTask } from '../control/task-context';
import type { Runtime } from '../graph/runtime';
import type { Invocation } from './invocation';
import { inputOf } from './read';
import type { Task } from './task';
import { idOf } from './task';

/** One attempt of a task, as what it calls can reach it: `interrupt()`, and graphs called inside of the node. */
export interface TaskFrame extends TaskContext {
  readonly run: Invocation;
  readonly task: Task;
  /** Graphs called so far. */
  subgraphCalls: number;
}

export function frameOf(run: Invocation, task: Task, runtime: Runtime): TaskFrame {
  return {
    run,
    task,
    subgraphCalls: 0,
    node: task.node.name,
    answers: task.answers,
    asked: 0,
    canInterrupt: run.store !== null,
    interruptIdAt: (index) => interruptId(idOf(run.state, task), index),
    runtime,
    input: () => inputOf(run.state, task),
  };
}

/** The task that this code runs in. Every context that the engine enters is a frame. */
export function enclosingFrame(): TaskFrame | undefined {
  return currentTask() as TaskFrame | undefined;
}
