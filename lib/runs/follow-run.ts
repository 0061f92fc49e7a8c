import { runNotFound } from './cancel-run';
import type { RunsContext } from './context';
import type { EventLog, StreamEvent } from './event-log';
import { isLive } from './join-run';
import { rebuildStream } from './rebuild-stream';
import { modeOf, type ProtocolMode } from './stream-events';

export interface FollowRequest {
  threadId: string;
  runId: string;
  /** Events after this one; -1 for all. */
  afterId: number;
  /** Of the modes that the run was started with, only these; null for all of them. */
  modes: ProtocolMode[] | null;
  signal: AbortSignal;
}

const FOREIGN_POLL_MS = 500;

/** A run's events in order, until it ends: from memory, and what is not there any more (or is another server's) from the store. */
export async function* followRun(context: RunsContext, request: FollowRequest): AsyncGenerator<StreamEvent> {
  const run = context.executor.get(request.runId);
  const events = run === undefined ? fromStore(context, request) : fromLog(context, run.log, request);
  for await (const event of events) if (isWanted(event, request.modes)) yield event;
}

async function* fromLog(context: RunsContext, log: EventLog, request: FollowRequest): AsyncGenerator<StreamEvent> {
  let lastId = request.afterId;
  while (!request.signal.aborted) {
    const { events, firstId } = log.readAfter(lastId);
    if (lastId + 1 < firstId) {
      const older = await readStored(context, request);
      for (const event of older) if (event.id > lastId && event.id < firstId) yield event;
      lastId = firstId - 1;
      continue;
    }
    for (const event of events) {
      yield event;
      lastId = event.id;
    }
    if (events.length > 0) continue;
    if (log.isClosed) return;
    await changedOrGone(log, request.signal);
  }
}

async function* fromStore(context: RunsContext, request: FollowRequest): AsyncGenerator<StreamEvent> {
  let lastId = request.afterId;
  while (!request.signal.aborted) {
    const record = await context.store.runs.get(request.threadId, request.runId);
    if (record === null) throw runNotFound(request.threadId, request.runId);
    for (const event of await rebuildStream(context, record)) {
      if (event.id <= lastId) continue;
      yield event;
      lastId = event.id;
    }
    if (!isLive(record)) return;
    await new Promise((resolve) => setTimeout(resolve, FOREIGN_POLL_MS));
  }
}

async function readStored(context: RunsContext, { threadId, runId }: FollowRequest): Promise<StreamEvent[]> {
  const record = await context.store.runs.get(threadId, runId);
  return record === null ? [] : rebuildStream(context, record);
}

function isWanted({ event }: StreamEvent, modes: ProtocolMode[] | null): boolean {
  const mode = modeOf(event);
  return modes === null || mode === null || modes.includes(mode);
}

/** Leaves no listener behind: a stream of many events waits many times on one signal. */
function changedOrGone(log: EventLog, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      signal.removeEventListener('abort', wake);
      resolve();
    };
    signal.addEventListener('abort', wake);
    void log.changed().then(wake);
  });
}
