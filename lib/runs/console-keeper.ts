import type { RunningTask } from '@/engine';
import type { ConsoleLevel } from '@/lib/contracts/console';
import type { RunEventStore } from '@/lib/storage/store';
import { ConsoleNotes } from './console-notes';
import type { EventBus } from './event-bus';
import type { LiveRun } from './live-run';
import type { Log } from './log';

export const CONSOLE_MODE = 'console';
/** The stream's own events are numbered from 0; what its nodes print is beside it, and never of it. */
export const CONSOLE_FROM = 1_000_000_000;
const BATCH_MS = 50;

/** Keeps as rows, and tells live, what the nodes of a run write to the console. */
export interface ConsoleKeeper {
  add(task: RunningTask, level: ConsoleLevel, values: unknown[]): void;
  endTask(taskId: string): void;
  /** Resolves when all of it is kept. */
  end(): Promise<void>;
}

interface Places {
  rows: RunEventStore;
  bus: EventBus;
  log: Log;
}

export function consoleKeeper(run: LiveRun, { rows, bus, log }: Places): ConsoleKeeper {
  const notes = new ConsoleNotes();
  let sequence = CONSOLE_FROM;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const taken = notes.take();
    if (taken.length === 0) return;
    const { threadId, runId } = run.record;
    bus.publish({ type: 'console', threadId, parts: taken.map(({ part }) => part) });
    if (!run.plan.keepsEvents) return;
    const events = taken.map(({ step, part }) => ({ sequence: sequence++, step, mode: CONSOLE_MODE, payload: part }));
    writing = writing
      .then(() => rows.append(threadId, runId, events))
      .catch((error: unknown) => log.problem('what a node wrote to the console could not be kept', error));
  };
  const flushSoon = () => {
    timer ??= setTimeout(flush, BATCH_MS);
    timer.unref();
  };
  return {
    add(task, level, values) {
      if (notes.add(task, level, values, Date.now())) flushSoon();
    },
    endTask(taskId) {
      if (notes.endTask(taskId)) flushSoon();
    },
    end() {
      notes.endAll();
      flush();
      return writing;
    },
  };
}
