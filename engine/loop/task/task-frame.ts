import type { PendingWrite } from '../../checkpoint/checkpoint';
import { isCallPath } from '../../checkpoint/checkpoint';
import { interruptId } from '../../checkpoint/ids';
import type { TaskContext } from '../../control/task-context';
import { currentTask } from '../../control/task-context';
import type { Runtime } from '../../graph/runtime';
import type { Invocation } from '../invocation';
import { inputOf } from '../read';
import type { Task } from './task';
import { idOf } from './task';
import type { TimedAttempt } from './timed-attempt';

/** One attempt of a task, as what it calls can reach it: `interrupt()`, and graphs called inside of the node. */
export class TaskFrame implements TaskContext {
  readonly run: Invocation;
  readonly task: Task;
  readonly runtime: Runtime;
  /** Null for an attempt without time limits. */
  readonly timed: TimedAttempt | null;
  asked = 0;
  pushed: PendingWrite[] | null = null;
  /** Graphs called so far. */
  subgraphCalls = 0;
  /** Task functions called so far. */
  taskCalls = 0;

  constructor(run: Invocation, task: Task, runtime: Runtime, timed: TimedAttempt | null) {
    this.run = run;
    this.task = task;
    this.runtime = runtime;
    this.timed = timed;
  }

  get node(): string {
    return this.task.node.name;
  }

  get outermost(): TaskFrame {
    let frame: TaskFrame = this;
    while (frame.run.host) frame = frame.run.host;
    return frame;
  }

  get answers(): readonly unknown[] {
    return this.task.answers;
  }

  get canInterrupt(): boolean {
    return this.run.store !== null;
  }

  interruptIdAt(index: number): string {
    return interruptId(idOf(this.run.state, this.task), index);
  }

  input(): unknown {
    return inputOf(this.run.state, this.task);
  }
}

export function frameOf(run: Invocation, task: Task, runtime: Runtime, timed: TimedAttempt | null = null): TaskFrame {
  return new TaskFrame(run, task, runtime, timed);
}

/** A graph called inside of a node is at work: so is the node, and every one around it. */
export function noteProgress(run: Invocation): void {
  for (let { host } = run; host; host = host.run.host) host.timed?.noteProgress();
}

/** The time limits of who made a call are limits of the call, too. Null for other tasks. */
export function attemptAround({ path }: Task): TimedAttempt | null {
  return isCallPath(path) ? (enclosingFrame()?.timed ?? null) : null;
}

/** The task that this code runs in. Every context that the engine enters is a frame. */
export function enclosingFrame(): TaskFrame | undefined {
  return currentTask() as TaskFrame | undefined;
}
