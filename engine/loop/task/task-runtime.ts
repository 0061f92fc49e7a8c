import type { Configurable } from '../../checkpoint/checkpoint';
import { interruptId } from '../../checkpoint/ids';
import type { Interrupt } from '../../checkpoint/snapshot';
import type { GraphInterrupt } from '../../control/interrupt';

import { interrupt } from '../../control/interrupt';
import { RunControl } from '../../control/run-control';
import type { ExecutionInfo, Runtime, ServerInfo } from '../../graph/runtime';
import type { BaseStore } from '../../store/base-store';
import type { Invocation } from '../invocation';
import type { LoopState } from '../loop-state';
import { checkpointIdOf } from '../loop-state';
import type { Task } from './task';
import { idOf } from './task';
import { metadataOfTask } from './task-metadata';
import type { TimedAttempt } from './timed-attempt';

const NO_HEARTBEAT = (): void => {};

/** What a spread copies, and what a LangChain Runnable takes over when it is given the runtime as its config. */
const SHOWN = [
  'configurable',
  'metadata',
  'tags',
  'callbacks',
  'recursionLimit',
  'context',
  'store',
  'signal',
  'writer',
  'interrupt',
  'heartbeat',
  'control',
  'executionInfo',
  'serverInfo',
] as const satisfies (keyof Runtime)[];

const ENUMERABLE: ProxyHandler<TaskRuntime> = {
  ownKeys: () => [...SHOWN],
  getOwnPropertyDescriptor: (runtime, key) => {
    if (!SHOWN.includes(key as keyof Runtime)) return undefined;
    return { value: runtime[key as keyof Runtime], enumerable: true, configurable: true };
  },
};

/** A task's runtime, enumerable: getters of a class are not, and own ones would cost each task a closure apiece. */
export function runtimeOf(run: Invocation, task: Task, timed: TimedAttempt | null = null): TaskRuntime {
  return new Proxy(new TaskRuntime(run, task, timed), ENUMERABLE);
}

/** What one task's function sees of its run. Everything is made when asked for: most nodes ask for nothing. */
export class TaskRuntime implements Runtime {
  private readonly run: Invocation;
  private readonly task: Task;
  /** What the task's models and tools report to, once somebody listens. */
  manager: object | undefined = undefined;
  /** Null for an attempt without time limits. */
  private readonly timed: TimedAttempt | null;

  constructor(run: Invocation, task: Task, timed: TimedAttempt | null = null) {
    this.run = run;
    this.task = task;
    this.timed = timed;
  }

  get configurable(): Configurable {
    const { config, store, state } = this.run;
    if (!store) return { ...config.configurable };
    return {
      ...config.configurable,
      thread_id: store.threadId,
      checkpoint_ns: store.namespace,
      checkpoint_id: checkpointIdOf(state),
      branch: store.placement.branchId,
    };
  }

  get metadata(): Record<string, unknown> {
    return metadataOfTask(this.run, this.task);
  }

  get tags(): string[] {
    return [...(this.run.config.tags ?? [])];
  }

  get callbacks(): undefined {
    const callbacks = this.manager ?? this.run.trace?.getChild();
    return (this.timed ? this.timed.listenOn(callbacks) : callbacks) as undefined;
  }

  get recursionLimit(): number {
    return this.run.recursionLimit;
  }

  get context(): unknown {
    return this.run.config.context;
  }

  get store(): BaseStore | undefined {
    return this.run.memory ?? undefined;
  }

  get signal(): AbortSignal {
    return (this.timed ?? this.run.abort).signal;
  }

  get writer(): (chunk: unknown) => void {
    const { timed } = this;
    const { sink } = this.run;
    if (!timed) return (chunk) => sink.emit('custom', chunk);
    return (chunk) => {
      if (!timed.isOpen) return;
      timed.noteProgress();
      sink.emit('custom', chunk);
    };
  }

  get heartbeat(): () => void {
    const { timed } = this;
    return timed ? () => timed.heartbeat() : NO_HEARTBEAT;
  }

  get control(): RunControl {
    this.run.control ??= new RunControl();
    return this.run.control;
  }

  get interrupt(): (value: unknown) => unknown {
    return (this.run.blueprint.interrupt as typeof interrupt | null) ?? interrupt;
  }

  get serverInfo(): ServerInfo | undefined {
    return this.run.config.serverInfo;
  }

  get executionInfo(): ExecutionInfo {
    const { task } = this;
    const { state, store, config } = this.run;
    return {
      threadId: store?.threadId,
      runId: config.runId,
      checkpointId: checkpointIdOf(state),
      checkpointNs: '',
      taskId: idOf(state, task),
      node: task.node.name,
      step: state.step + 1,
      attempt: task.attempts,
      nodeAttempt: task.attempts,
      nodeFirstAttemptTime: task.firstStartMs || undefined,
    };
  }
}

/** A thrown interrupt's questions; those that did not come from `interrupt()` get their ids here. */
export function questionsOf(state: LoopState, task: Task, { interrupts }: GraphInterrupt): Interrupt[] {
  return interrupts.map(({ id, value }, index) => ({ id: id ?? interruptId(idOf(state, task), index), value }));
}
