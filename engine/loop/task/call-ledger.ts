import { RETURN } from '../../channels/names';
import type { PendingWrite, TaskPath } from '../../checkpoint/checkpoint';
import { isCallPath, RESUME } from '../../checkpoint/checkpoint';
import { interruptId } from '../../checkpoint/ids';
import { GraphInterrupt } from '../../control/interrupt';
import type { LoopState } from '../loop-state';
import type { CallPromise } from './call-promise';
import type { TaskOrigin } from './ran-task';
import type { Task } from './task';

/** One call of a task function: a task of its own, inside of the task that made it. */
export interface Call {
  task: Task;
  caller: Task;
  answer: CallPromise<unknown>;
  /** Settles, never rejects, when the call is over. */
  over: Promise<void>;
}

export interface Failure {
  error: unknown;
}

/** The calls that the tasks of one step have made, and what is stored of those that an earlier run of the step made. */
export class CallLedger {
  /** Where the calls run. */
  readonly checkpointId: string;
  /** Where those ran that something is stored of: the same, or the checkpoint that this one is a copy of. */
  readonly origin: TaskOrigin;
  readonly #stored: Map<string, readonly PendingWrite[]>;
  readonly #calls = new Map<string, Call>();

  constructor(origin: TaskOrigin, stored: Map<string, readonly PendingWrite[]>, checkpointId = origin.checkpointId) {
    this.origin = origin;
    this.#stored = stored;
    this.checkpointId = checkpointId;
  }

  /** For the copy of a checkpoint: its calls take over what is stored of the original's. */
  movedTo(checkpointId: string): CallLedger {
    return new CallLedger(this.origin, this.#stored, checkpointId);
  }

  /** What an earlier run stored of a call; given out once: a later attempt goes by what this one came to. */
  takeStored(id: string): readonly PendingWrite[] | undefined {
    const stored = this.#stored.get(id);
    this.#stored.delete(id);
    return stored;
  }

  /** Calls that an earlier run finished: ids. */
  finished(): string[] {
    return [...this.#stored].flatMap(([id, writes]) => (writes.some(([name]) => name === RETURN) ? [id] : []));
  }

  /** True for a question that a call itself, and no graph below it, asked in an earlier run. */
  hasAsked(questionId: string): boolean {
    for (const [id, writes] of this.#stored) {
      const [, answers] = writes.find(([channel]) => channel === RESUME) ?? [];
      const answered = Array.isArray(answers) ? answers.length : 0;
      for (let index = 0; index <= answered; index++) if (interruptId(id, index) === questionId) return true;
    }
    return false;
  }

  /** The same call of an earlier attempt of the task. */
  find(id: string): Call | undefined {
    return this.#calls.get(id);
  }

  add(id: string, call: Call): void {
    this.#calls.set(id, call);
  }

  tasks(): Task[] {
    return [...this.#calls.values()].map(({ task }) => task);
  }

  /** Calls that are not over; with a caller, those that it or its calls made. */
  open(caller?: Task): Task[] {
    return this.tasks().filter((task) => isOpen(task) && (!caller || isBelow(task.path, caller.path)));
  }

  /** Waits for the calls of a task, those that it makes meanwhile included. */
  async settled(caller: Task): Promise<void> {
    for (;;) {
      const open = this.#of(caller).filter(({ task }) => isOpen(task));
      if (open.length === 0) return;
      await Promise.all(open.map(({ over }) => over));
    }
  }

  /** The first failure, or question, of a call whose answer nobody waited for: it must not vanish. */
  unheeded(caller: Task): Failure | null {
    const call = this.#of(caller).find(({ task, answer }) => hasFailed(task) && !answer.isHeeded);
    if (!call) return null;
    const { outcome, error, interrupts } = call.task;
    return { error: outcome === 'interrupted' ? new GraphInterrupt(interrupts) : error };
  }

  /** Calls of a task that wait for answers. */
  waiting(caller: Task): Task[] {
    return this.#of(caller).flatMap(({ task }) => (task.outcome === 'interrupted' ? [task] : []));
  }

  /** Attempts of one task share its path. */
  #of(caller: Task): Call[] {
    return [...this.#calls.values()].filter((call) => call.caller.path === caller.path);
  }
}

/** The ledger of the state's step, if its tasks made calls, now or in an earlier run. */
export function callsOf(state: LoopState): CallLedger | null {
  return state.calls?.checkpointId === state.checkpointId ? state.calls : null;
}

function isBelow(path: TaskPath, caller: TaskPath): boolean {
  return isCallPath(path) && (path[1] === caller || isBelow(path[1], caller));
}

export function isOpen({ outcome }: Task): boolean {
  return outcome === 'pending' || outcome === 'running';
}

function hasFailed({ outcome }: Task): boolean {
  return outcome === 'failed' || outcome === 'interrupted';
}
