import type { Configurable } from '../checkpoint/checkpoint';
import { interruptId } from '../checkpoint/ids';
import type { Interrupt } from '../checkpoint/snapshot';
import type { GraphInterrupt } from '../control/interrupt';
import type { TaskContext } from '../control/task-context';
import type { ExecutionInfo, Runtime } from '../graph/runtime';
import type { Invocation } from './invocation';
import type { LoopState } from './loop-state';
import { checkpointIdOf } from './loop-state';
import type { Task } from './task';
import { idOf } from './task';

const NO_TAGS: readonly string[] = [];

/** What one task's function sees of its run. Everything is made when asked for: most nodes ask for nothing. */
export class TaskRuntime implements Runtime {
  private readonly run: Invocation;
  private readonly task: Task;

  constructor(run: Invocation, task: Task) {
    this.run = run;
    this.task = task;
  }

  get configurable(): Configurable {
    const { config, store, state } = this.run;
    if (!store) return { ...config.configurable };
    return {
      ...config.configurable,
      thread_id: store.threadId,
      checkpoint_ns: '',
      checkpoint_id: checkpointIdOf(state),
      branch: store.placement.branchId,
    };
  }

  get metadata(): Record<string, unknown> {
    return { ...this.run.config.metadata };
  }

  get tags(): readonly string[] {
    return this.run.config.tags ?? NO_TAGS;
  }

  get recursionLimit(): number {
    return this.run.recursionLimit;
  }

  get context(): unknown {
    return this.run.config.context;
  }

  get signal(): AbortSignal {
    return this.run.abort.signal;
  }

  get writer(): (chunk: unknown) => void {
    const { sink } = this.run;
    return (chunk) => sink.emit('custom', chunk);
  }

  get executionInfo(): ExecutionInfo {
    const { state, store, config } = this.run;
    return {
      threadId: store?.threadId,
      runId: config.runId,
      checkpointId: checkpointIdOf(state),
      taskId: idOf(state, this.task),
      node: this.task.node.name,
      step: state.step + 1,
      attempt: 1,
    };
  }
}

export function contextOf(run: Invocation, task: Task): TaskContext {
  return {
    node: task.node.name,
    answers: task.answers,
    asked: 0,
    canInterrupt: run.store !== null,
    interruptIdAt: (index) => interruptId(idOf(run.state, task), index),
  };
}

/** A thrown interrupt's questions; those that did not come from `interrupt()` get their ids here. */
export function questionsOf(state: LoopState, task: Task, { interrupts }: GraphInterrupt): Interrupt[] {
  return interrupts.map(({ id, value }, index) => ({ id: id ?? interruptId(idOf(state, task), index), value }));
}
