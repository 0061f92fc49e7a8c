import type { RunningTask } from '@/engine';
import type { GraphEvent } from '@/lib/graphs/served-graph';
import type { RunRecord, Store } from '@/lib/storage/store';
import { HIT_KEY } from './breakpoints';
import { hearConsole, wrapConsole } from './console-capture';
import { consoleKeeper } from './console-keeper';
import type { EventBus } from './event-bus';
import { openGraphStream } from './graph-stream';
import { keptEventWriter } from './kept-events';
import { LiveRun, type RunOutcome, type RunPlan } from './live-run';
import type { Log } from './log';
import { HOLD_KEY } from './replay/replay-run';
import { isTaskEnd } from './stream-events';

/**
 * Runs graphs in this process.
 *
 * I1 A run is claimed in the database before it comes here; nothing here decides who may run.
 * I2 A run's row tells its end before anybody who waits for it hears of it; what a database that is away for longer did
 *    not take is owed, and the branch is the run's until it is paid.
 * I3 What a subgraph streams is for those who follow the run, never for what the server knows of it.
 * I4 Whoever goes away ends no run: only `stop` and `close` do.
 */
export interface Executor {
  readonly owner: string;
  /** Begins at once, or after `delayMs`. */
  start(record: RunRecord, plan: RunPlan, delayMs?: number): LiveRun;
  /** A run that is live here, or ended a short while ago. */
  get(runId: string): LiveRun | undefined;
  /** Asks a live run to stop before its next step; answers whether it is this process's. */
  pause(runId: string): Promise<boolean>;
  /** Registers a run that waits for its turn, so that it can be stopped and followed meanwhile. */
  hold(record: RunRecord, plan: RunPlan): LiveRun;
  /** Starts a held run, at once or after `delayMs`. */
  release(run: LiveRun, delayMs?: number): void;
  /** Ends a held run that will never start. */
  drop(run: LiveRun, outcome: RunOutcome): Promise<void>;
  /** Drops an ended run's stream from memory; from then on it is made again from the store. */
  forget(runId: string): void;
  /** Tells the database of ends that it did not take at their time: until then the run seems to hold its branch. */
  saveOwedEnds(): Promise<void>;
  /** Refuses new runs, stops live ones, and resolves when their rows say so. */
  close(): Promise<void>;
  readonly isClosing: boolean;
  /** Runs that wait for their turn on a thread, first come first. */
  readonly lines: Map<string, LiveRun[]>;
}

/** How long an ended run's stream stays in memory for a client that reconnects. */
const KEEP_ENDED_MS = 30_000;

interface ExecutorOptions {
  store: Store;
  bus: EventBus;
  log: Log;
  owner: string;
  /** Of the engine that runs the graphs. */
  runningTask: () => RunningTask | undefined;
}

export function createExecutor({ store, bus, log, owner, runningTask }: ExecutorOptions): Executor {
  const runs = new Map<string, LiveRun>();
  const working = new Set<Promise<void>>();
  const owedEnds = new Set<LiveRun>();
  const state = { isClosing: false };
  const leaveConsole = hearConsole((level, values) => {
    const task = runningTask();
    if (task?.outermost.runId !== undefined) runs.get(task.outermost.runId)?.console?.add(task, level, values);
  });

  const forget = (runId: string) => {
    if (runs.get(runId)?.log.isClosed) runs.delete(runId);
  };

  const save = ({ record: { threadId, runId, status, reason, error, metadata, branchId } }: LiveRun) =>
    store.runs.update(threadId, runId, { status, reason, error, metadata, branchId });

  /** Answers whether the database took it. */
  const change = async (run: LiveRun, fields: Partial<RunRecord>): Promise<boolean> => {
    run.record = { ...run.record, ...fields, updatedAt: Date.now() };
    const isSaved = await persist(() => save(run), log);
    bus.publish({ type: 'run', run: run.record });
    return isSaved;
  };

  const end = async (run: LiveRun, outcome: RunOutcome) => {
    const { status, reason, error } = outcome;
    const metadata = metadataAtEnd(run, outcome);
    if (!(await change(run, { status, reason, error, metadata }))) owedEnds.add(run); // I2
    log.write('run-ended', {
      ...idsOf(run),
      status: outcome.status,
      reason: outcome.reason,
      error: outcome.error?.message,
    });
    run.finish(outcome);
    setTimeout(() => forget(run.record.runId), KEEP_ENDED_MS).unref();
  };

  const work = async (run: LiveRun, delayMs: number) => {
    const kept = keptEventWriter(store.runEvents, run, log);
    const notes = consoleKeeper(run, { rows: store.runEvents, bus, log });
    run.console = notes;
    wrapConsole();
    let failure: { error: unknown } | null = null;
    try {
      await wait(delayMs, run.abort.signal);
      await change(run, { status: 'running' });
      log.write('run-started', idsOf(run));
      for await (const { namespace, event } of openGraphStream(run)) {
        if (namespace !== '') {
          // I3
          for (const told of run.receiveNested(namespace, event)) kept.add(told);
          continue;
        }
        await observe(run, event, change);
        const [mode, payload] = event;
        if (mode === 'tasks' && isTaskEnd(payload)) notes.endTask(payload.id);
        for (const told of run.receive(event)) kept.add(told);
        bus.publish({ type: 'graph-event', run: run.record, event });
      }
    } catch (error) {
      failure = { error };
    }
    await Promise.all([kept.flush(), notes.end()]);
    await end(run, outcomeOf(run, failure));
  };

  const begin = (run: LiveRun, delayMs: number) => {
    const done = work(run, delayMs).catch((error: unknown) => log.problem('a run could not be ended', error));
    working.add(done);
    void done.finally(() => working.delete(done));
  };

  const hold = (record: RunRecord, plan: RunPlan) => {
    const run = new LiveRun(record, plan);
    runs.set(record.runId, run);
    bus.publish({ type: 'run', run: record });
    return run;
  };

  return {
    owner,
    lines: new Map(),
    hold,
    release: (run, delayMs = 0) => begin(run, delayMs),
    drop: end,
    forget,
    start(record, plan, delayMs = 0) {
      const run = hold(record, plan);
      begin(run, delayMs);
      return run;
    },
    get: (runId) => runs.get(runId),
    async pause(runId) {
      const run = runs.get(runId);
      if (run === undefined) return false;
      run.pause();
      // Its end may be on the way to the database already: that stands.
      if (run.record.status === 'pending' || run.record.status === 'running') await change(run, { reason: 'pausing' });
      return true;
    },
    async saveOwedEnds() {
      for (const run of owedEnds) {
        await save(run);
        owedEnds.delete(run);
      }
    },
    get isClosing() {
      return state.isClosing;
    },
    async close() {
      state.isClosing = true;
      const live = [...runs.values()].filter((run) => !run.log.isClosed);
      for (const run of live) run.stop('server_stopped');
      await Promise.all(live.map((run) => run.ended));
      await Promise.all(working);
      leaveConsole();
    },
  };
}

/** The row learns the run's branch as soon as there is one, so that others see it as taken. */
async function observe(
  run: LiveRun,
  [mode, payload]: GraphEvent,
  change: (run: LiveRun, fields: Partial<RunRecord>) => Promise<unknown>,
): Promise<void> {
  if (mode !== 'checkpoints' || payload.branchId === undefined || payload.branchId === run.record.branchId) return;
  await change(run, { branchId: payload.branchId });
}

function outcomeOf(run: LiveRun, failure: { error: unknown } | null): RunOutcome {
  const base = { values: run.values, interrupts: run.interrupts, error: null };
  if (failure === null) {
    if (run.interrupts === null) return { ...base, status: 'success', reason: null };
    return { ...base, status: 'interrupted', reason: run.interrupts.length === 0 ? 'breakpoint' : null };
  }
  if (run.stopReason !== null) return { ...base, status: 'interrupted', reason: run.stopReason };
  const drainedFor = drainReason(failure.error);
  if (drainedFor !== null) return { ...base, status: 'interrupted', reason: drainedFor };
  return { ...base, status: 'error', reason: null, error: describeError(failure.error) };
}

/** The run tells what it stopped at, for whoever looks at it later. */
function metadataAtEnd({ record, plan: { watch, replay } }: LiveRun, { reason }: RunOutcome): Record<string, unknown> {
  if (reason !== 'breakpoint') return record.metadata;
  return {
    ...record.metadata,
    ...(watch?.hit && { [HIT_KEY]: watch.hit }),
    ...(replay?.hold && { [HOLD_KEY]: replay.hold }),
  };
}

/** By field, as the engine's errors come from another copy of it. */
function drainReason(error: unknown): string | null {
  const { lc_error_code: code, reason } = (error ?? {}) as { lc_error_code?: unknown; reason?: unknown };
  return code === 'GRAPH_DRAINED' ? String(reason) : null;
}

export function describeError(error: unknown): { name: string; message: string; stack?: string } {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const only = error instanceof AggregateError && error.errors.length > 0 ? aggregateMessage(error) : error.message;
  return { name: error.name, message: only, ...(error.stack !== undefined && { stack: error.stack }) };
}

function aggregateMessage(error: AggregateError): string {
  const messages = error.errors.map((each) => (each instanceof Error ? each.message : String(each)));
  return error.message || messages.join('; ');
}

/** A database that is gone for a moment must not leave a run that seems to work for ever. */
async function persist(write: () => Promise<void>, log: Log): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      await write();
      return true;
    } catch (error) {
      log.problem('a run could not be saved', error);
      if (attempt === 4) return false;
      await wait(attempt * 250);
    }
  }
}

function wait(durationMs: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.reject(signal.reason);
  if (durationMs <= 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, durationMs);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

function idsOf(run: LiveRun) {
  const { threadId, runId, graphId } = run.record;
  return { thread: threadId, run: runId, graph: graphId };
}
