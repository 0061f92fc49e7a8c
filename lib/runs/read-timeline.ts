import type { TimelineQuery, TimelineRow } from '@/engine';
import type { RunsContext } from './context';

/** A page of the timeline. A task that was stopped is kept like a failed one, but nothing failed there: it just did not finish. */
export async function readTimeline(
  context: RunsContext,
  threadId: string,
  query: TimelineQuery,
): Promise<TimelineRow[]> {
  const rows = await context.store.saver.readTimeline(threadId, query);
  const suspects = rows.filter((row) => row.failedTasks.length > 0).map((row) => row.checkpointId);
  if (suspects.length === 0) return rows;
  const stopped = await readStoppedTasks(context, threadId, suspects);
  return rows.map((row) => ({ ...row, failedTasks: row.failedTasks.filter((id) => !stopped.has(id)) }));
}

async function readStoppedTasks(context: RunsContext, threadId: string, checkpointIds: string[]): Promise<Set<string>> {
  const tuples = await context.store.saver.readTuples(threadId, checkpointIds);
  const writes = tuples.flatMap((tuple) => tuple.pendingWrites);
  return new Set(
    writes.filter(([, channel, value]) => channel === '__error__' && isAbort(value)).map(([taskId]) => taskId),
  );
}

function isAbort(value: unknown): boolean {
  return typeof value === 'object' && value !== null && (value as { name?: unknown }).name === 'AbortedError';
}
