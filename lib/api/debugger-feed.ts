import type { DebuggerEvent, LiveTask } from '@/lib/contracts/debugger';
import type { TaskEnd, TaskStart } from '@/lib/graphs/served-graph';
import type { ServerEvent } from '@/lib/runs/event-bus';
import { liveTask } from '@/lib/runs/live-tasks';
import { isTaskEnd } from '@/lib/runs/stream-events';
import type { Runtime } from '@/lib/runtime/runtime';
import type { RunRecord } from '@/lib/storage/store';
import { branchSummary, runSummary, threadSummary, timelineEntry } from './debugger-present';
import type { SseMessage } from './sse';
import { readTimeline } from './timeline-reading';

/**
 * What one browser hears. Task events and checkpoints are collected for up to 50 ms; checkpoints are then read as timeline rows,
 * so that a browser sees live exactly what it would read later. A thread's summary goes along at most once a second.
 */
const BATCH_MS = 50;
const SUMMARY_MS = 1000;
const MAX_ROWS = 10_000;
/** A browser that does not read (a laptop asleep) is let go; it reads everything again when it is back. */
const MAX_WAITING = 10_000;

interface Batch {
  /** By run: tasks that started and ended since the last flush. */
  tasks: Map<string, { threadId: string; started: LiveTask[]; ended: LiveTask[] }>;
  /** By thread and branch: read rows after this checkpoint (null: from the branch's start). */
  rows: Map<string, { threadId: string; branchId: string; after: string | null }>;
}

export async function* streamDebuggerEvents(runtime: Runtime, signal: AbortSignal): AsyncGenerator<SseMessage> {
  const feed = new DebuggerFeed(runtime);
  const unsubscribe = runtime.bus.subscribe((event) => feed.take(event));
  signal.addEventListener('abort', () => feed.wake(), { once: true });
  try {
    while (!signal.aborted && !feed.isOverfull) {
      for (const { type, ...rest } of await feed.next()) yield { event: type, data: JSON.stringify(rest) };
    }
  } finally {
    unsubscribe();
    feed.close();
  }
}

class DebuggerFeed {
  isOverfull = false;
  #ready: DebuggerEvent[] = [];
  #batch: Batch = { tasks: new Map(), rows: new Map() };
  #changedThreads = new Set<string>();
  #batchTimer: NodeJS.Timeout | undefined;
  #summaryTimer: NodeJS.Timeout | undefined;
  #wake: (() => void) | undefined;
  /** Reads go one after another, so that events keep their order. */
  #reading: Promise<void> = Promise.resolve();

  constructor(readonly runtime: Runtime) {}

  take(event: ServerEvent): void {
    switch (event.type) {
      case 'graph-event':
        this.#takeGraphEvent(event.run, event.event);
        break;
      case 'run':
        this.#takeRun(event.run);
        break;
      case 'console':
        this.#enqueue(async () => this.#push({ type: 'console', threadId: event.threadId, parts: event.parts }));
        break;
      case 'edit':
        this.#needRows(event.threadId, event.branchId, event.parentId);
        this.#needSummary(event.threadId, 0);
        break;
      case 'thread':
        this.#enqueue(() => this.#readBranches(event.threadId));
        this.#needSummary(event.threadId, 0);
        break;
      case 'thread-deleted':
        this.#push({ type: 'thread-deleted', threadId: event.threadId });
        break;
      case 'thread-pruned':
        // Behind what is being read of it, which may be gone.
        this.#enqueue(async () => this.#push({ type: 'pruned', threadId: event.threadId }));
        this.#needSummary(event.threadId, 0);
        break;
      case 'thread-noted':
        this.#takeForeignChange(event.threadId);
        break;
      case 'foreign-change':
        for (const threadId of event.threadIds) this.#takeForeignChange(threadId);
        break;
      case 'graphs':
        this.#push({ type: 'graphs' });
        break;
    }
  }

  async next(): Promise<DebuggerEvent[]> {
    if (this.#ready.length === 0 && !this.isOverfull) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const events = this.#ready;
    this.#ready = [];
    return events;
  }

  wake(): void {
    this.#wake?.();
  }

  close(): void {
    clearTimeout(this.#batchTimer);
    clearTimeout(this.#summaryTimer);
  }

  #takeGraphEvent(run: RunRecord, event: Extract<ServerEvent, { type: 'graph-event' }>['event']): void {
    const [mode, payload] = event;
    if (mode === 'tasks') this.#takeTask(run, payload);
    if (mode !== 'checkpoints') return;
    const branchId = payload.branchId ?? run.branchId;
    const parentId = payload.parentConfig?.configurable?.checkpoint_id ?? null;
    if (branchId !== null) this.#needRows(run.threadId, branchId, parentId);
    this.#needSummary(run.threadId, SUMMARY_MS);
  }

  #takeForeignChange(threadId: string): void {
    this.#push({ type: 'stale', threadId });
    this.#needSummary(threadId, 0);
  }

  #takeTask(run: RunRecord, payload: TaskStart | TaskEnd): void {
    const batch = this.#batch.tasks.get(run.runId) ?? { threadId: run.threadId, started: [], ended: [] };
    this.#batch.tasks.set(run.runId, batch);
    const list = isTaskEnd(payload) ? batch.ended : batch.started;
    list.push(liveTask(payload));
    this.#schedule();
  }

  #takeRun(run: RunRecord): void {
    const isOver = run.status !== 'pending' && run.status !== 'running';
    if (isOver && run.branchId !== null) this.#needTip(run.threadId, run.branchId);
    this.#flush();
    this.#enqueue(async () => this.#push({ type: 'run', run: runSummary(run) }));
    this.#needSummary(run.threadId, 0);
  }

  #needRows(threadId: string, branchId: string, after: string | null): void {
    const key = `${threadId}\n${branchId}`;
    const known = this.#batch.rows.get(key);
    const isEarlier = known === undefined || (known.after !== null && (after === null || after < known.after));
    if (isEarlier) this.#batch.rows.set(key, { threadId, branchId, after });
    this.#schedule();
  }

  /** At a run's end the tip tells of questions and failures that it did not have when it was saved. */
  #needTip(threadId: string, branchId: string): void {
    this.#flush();
    this.#enqueue(async () => {
      const branches = await this.runtime.store.saver.readBranches(threadId);
      const tip = branches.find((branch) => branch.branchId === branchId);
      const tuple = tip && (await this.runtime.store.saver.readTuple(tipConfig(threadId, tip.tipId)));
      if (tuple) await this.#readRows(threadId, branchId, tuple.parentConfig?.configurable?.checkpoint_id ?? null);
    });
  }

  #needSummary(threadId: string, delayMs: number): void {
    this.#changedThreads.add(threadId);
    if (delayMs === 0) {
      clearTimeout(this.#summaryTimer);
      this.#summaryTimer = undefined;
      this.#enqueue(() => this.#readSummaries());
    } else {
      this.#summaryTimer ??= setTimeout(() => {
        this.#summaryTimer = undefined;
        this.#enqueue(() => this.#readSummaries());
      }, delayMs);
    }
  }

  #schedule(): void {
    this.#batchTimer ??= setTimeout(() => this.#flush(), BATCH_MS);
  }

  #flush(): void {
    clearTimeout(this.#batchTimer);
    this.#batchTimer = undefined;
    const { tasks, rows } = this.#batch;
    if (tasks.size === 0 && rows.size === 0) return;
    this.#batch = { tasks: new Map(), rows: new Map() };
    this.#enqueue(async () => {
      for (const [runId, batch] of tasks) this.#push({ type: 'tasks', runId, ...batch });
      for (const { threadId, branchId, after } of rows.values()) await this.#readRows(threadId, branchId, after);
    });
  }

  #enqueue(read: () => Promise<void>): void {
    this.#reading = this.#reading.then(read).catch((error: unknown) => {
      this.runtime.log.problem('an event could not be read for a browser', error);
    });
  }

  async #readRows(threadId: string, branchId: string, after: string | null): Promise<void> {
    const { saver } = this.runtime.store;
    const query = { branchId, limit: MAX_ROWS, ...(after !== null && { after }) };
    const [rows, branches] = await Promise.all([
      readTimeline(this.runtime, threadId, query),
      saver.readBranches(threadId),
    ]);
    this.#push({
      type: 'checkpoints',
      threadId,
      entries: rows.map(timelineEntry),
      branches: branches.map(branchSummary),
    });
  }

  async #readBranches(threadId: string): Promise<void> {
    const branches = await this.runtime.store.saver.readBranches(threadId);
    this.#push({ type: 'checkpoints', threadId, entries: [], branches: branches.map(branchSummary) });
  }

  async #readSummaries(): Promise<void> {
    const threadIds = [...this.#changedThreads];
    this.#changedThreads.clear();
    const threads = await Promise.all(threadIds.map((threadId) => this.runtime.store.threads.get(threadId)));
    for (const [index, thread] of threads.entries()) {
      const threadId = threadIds[index] as string;
      this.#push(
        thread === null ? { type: 'thread-deleted', threadId } : { type: 'thread', thread: threadSummary(thread) },
      );
    }
  }

  #push(event: DebuggerEvent): void {
    if (this.isOverfull) return;
    this.#ready.push(event);
    if (this.#ready.length > MAX_WAITING) {
      this.isOverfull = true;
      this.#ready = [];
    }
    this.#wake?.();
  }
}

function tipConfig(threadId: string, checkpointId: string) {
  return { configurable: { thread_id: threadId, checkpoint_ns: '', checkpoint_id: checkpointId } };
}
