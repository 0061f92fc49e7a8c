import type { TimelineQuery, TimelineRow } from '@/engine';
import type { RunsContext } from './context';
import { checkpointNotFound } from './placement';

const PAGE = 10_000;

/** Every row of the thread's root graph, or of the subgraph in a namespace, without values. */
export async function readWholeTimeline(
  context: RunsContext,
  threadId: string,
  namespace = '',
): Promise<TimelineRow[]> {
  const rows: TimelineRow[] = [];
  for await (const page of timelinePages(context, threadId, { namespace })) rows.push(...page);
  return rows;
}

/** The same, or some of it, page by page. */
export async function* timelinePages(
  { store }: RunsContext,
  threadId: string,
  query: Pick<TimelineQuery, 'namespace' | 'branchId' | 'filter'>,
): AsyncGenerator<TimelineRow[]> {
  let after: string | undefined;
  for (;;) {
    const page = await store.saver.readTimeline(threadId, {
      ...query,
      limit: PAGE,
      ...(after !== undefined && { after }),
    });
    yield page;
    if (page.length < PAGE) return;
    after = page.at(-1)?.checkpointId;
  }
}

/** The path from the root to a checkpoint, oldest first. @throws AppError CHECKPOINT_NOT_FOUND */
export function pathTo(rows: TimelineRow[], checkpointId: string, threadId: string): TimelineRow[] {
  const byId = new Map(rows.map((row) => [row.checkpointId, row]));
  if (!byId.has(checkpointId)) throw checkpointNotFound(threadId, checkpointId);
  const path: TimelineRow[] = [];
  for (let row = byId.get(checkpointId); row !== undefined; row = byId.get(row.parentId ?? '')) path.push(row);
  return path.reverse();
}
