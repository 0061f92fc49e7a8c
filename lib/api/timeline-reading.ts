import type { TimelineQuery, TimelineRow } from '@/engine';
import type { Runtime } from '@/lib/runtime/runtime';

export type MarkedRow = TimelineRow & { milestone?: true };

/** A page of the timeline, with the milestones in it marked: few, and an index knows them. */
export async function readTimeline(runtime: Runtime, threadId: string, query: TimelineQuery): Promise<MarkedRow[]> {
  const { saver } = runtime.store;
  const [rows, marked] = await Promise.all([
    saver.readTimeline(threadId, query),
    saver.readTimeline(threadId, { ...query, filter: { milestone: true } }),
  ]);
  if (marked.length === 0) return rows;
  const ids = new Set(marked.map(({ checkpointId }) => checkpointId));
  return rows.map((row) => (ids.has(row.checkpointId) ? { ...row, milestone: true as const } : row));
}
