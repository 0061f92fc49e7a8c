import type { TimelineRow } from '@/engine';
import { nodesOf } from '@/engine';
import type { ServedGraph } from '@/lib/graphs/served-graph';
import type { ThreadRecord } from '@/lib/storage/store';
import type { RunsContext } from './context';
import { graphIn } from './graph-in';
import { readWholeTimeline } from './path';
import { checkpointNotFound, namespaceNotFound, requireTuple } from './placement';
import { graphOfThread } from './served-thread';

export interface StepsInside {
  path: string[];
  rows: TimelineRow[];
  omitted: { before: number; after: number };
  around: Record<string, string>;
  graph: ServedGraph | null;
}

/** Of a long path, as many as this before the checkpoint asked for, and after it. */
const MAX_ROWS = 1000;

/** The steps of a graph inside on the path of a checkpoint, or of its newest. @throws AppError CHECKPOINT_NOT_FOUND */
export async function readStepsInside(
  context: RunsContext,
  thread: ThreadRecord,
  { namespace, checkpointId }: { namespace: string; checkpointId: string | null },
): Promise<StepsInside> {
  const { threadId } = thread;
  const rows = await readWholeTimeline(context, threadId, namespace);
  if (rows.length === 0) throw namespaceNotFound(threadId, namespace);
  const wanted = checkpointId ?? rows.at(-1)?.checkpointId ?? '';
  const path = pathThrough(rows, wanted);
  const at = path.findIndex((row) => row.checkpointId === wanted);
  if (at < 0) throw checkpointNotFound(threadId, wanted, namespace);
  const [start, end] = [Math.max(0, at - MAX_ROWS), Math.min(path.length, at + MAX_ROWS + 1)];
  const { metadata } = await requireTuple(context, threadId, namespace, wanted);
  const root = graphOfThread(context, thread);
  return {
    path: nodesOf(namespace).map(({ node }) => node),
    rows: path.slice(start, end),
    omitted: { before: start, after: path.length - end },
    around: { ...metadata.parents },
    graph: root && graphIn(root, namespace),
  };
}

/** From the first to a checkpoint, and on to the newest that came of it. Rows come oldest first, a parent before its children. */
export function pathThrough(rows: readonly TimelineRow[], checkpointId: string): TimelineRow[] {
  const byId = new Map(rows.map((row) => [row.checkpointId, row]));
  const below = new Set([checkpointId]);
  for (const row of rows) if (row.parentId !== null && below.has(row.parentId)) below.add(row.checkpointId);
  const tip = rows.findLast((row) => below.has(row.checkpointId));
  const path: TimelineRow[] = [];
  for (let row = tip; row !== undefined; row = byId.get(row.parentId ?? '')) path.push(row);
  return path.reverse();
}
