import { type QueryClient, queryOptions } from '@tanstack/react-query';
import type { TimelineColumnsPage } from '@/lib/contracts/debugger';
import { unpackTimeline } from '@/lib/inspect/unpack-timeline';
import { debuggerThreadPath, queryString, request } from './api';
import { hasMovedOn, isLiveRun, mergePage, refreshAfter, type Timeline, withPatchesSince } from './merge-timeline';
import { STATES } from './state-memory';

/** As many as the server gives at once: the usual thread is one request. */
const PAGE_SIZE = 10_000;

export const timelineKeys = {
  all: ['timeline'] as const,
  thread: (threadId: string) => [...timelineKeys.all, threadId] as const,
};

/**
 * The whole thread without values. The first page shows as soon as it is there, the others are merged into it. A refetch
 * reads what no page told yet, and from the oldest checkpoint that may still have changed; in between, `use-run-stream.ts`
 * patches it.
 */
export function timelineQuery(threadId: string) {
  return queryOptions({
    queryKey: timelineKeys.thread(threadId),
    queryFn: ({ client, signal }) => readTimeline(client, threadId, signal),
    gcTime: 60_000,
  });
}

/** The address of a page, after `/api`: a document that asks for the first page early must name it in the same words. */
export function timelinePath(threadId: string, after: string | null): string {
  return `${debuggerThreadPath(threadId)}/timeline${queryString({ after, limit: PAGE_SIZE, layout: 'columns' })}`;
}

async function readTimeline(client: QueryClient, threadId: string, signal: AbortSignal): Promise<Timeline> {
  const queryKey = timelineKeys.thread(threadId);
  const show = (timeline: Timeline) => client.setQueryData(queryKey, timeline);
  let known = client.getQueryData<Timeline>(queryKey) ?? null;
  if (known === null) {
    known = await readPages({ threadId, known, after: null, signal, show });
    show(known);
    // Events that came before there was anything to patch are lost, and the first page may be old: a document asks for it early.
    const after = known.runs.some(isLiveRun) ? refreshAfter(known) : (known.entries.at(-1)?.checkpointId ?? null);
    const timeline = await readPages({ threadId, known, after, signal, show: null });
    // So may the states be that were read beside it.
    if (hasMovedOn(known, timeline)) void client.invalidateQueries({ queryKey: [STATES, threadId] });
    return withPatchesSince(timeline, known, client.getQueryData<Timeline>(queryKey));
  }
  const anew = () => readPages({ threadId, known: null, after: null, signal, show: null });
  let timeline = known.isOutlived
    ? await anew()
    : await readPages({ threadId, known, after: refreshAfter(known), signal, show: null });
  // What another server removed is in no page: only the count tells that what was known of it has to go.
  if (timeline.entries.length > timeline.thread.checkpointCount) timeline = await anew();
  return withPatchesSince(timeline, known, client.getQueryData<Timeline>(queryKey));
}

interface Reading {
  threadId: string;
  /** What is read is merged into it. */
  known: Timeline | null;
  /** Null reads everything. */
  after: string | null;
  signal: AbortSignal;
  /** Takes the pages before the last. */
  show: ((timeline: Timeline) => void) | null;
}

async function readPages({ threadId, known, after: first, signal, show }: Reading): Promise<Timeline> {
  let timeline = known;
  let after = first;
  for (;;) {
    const { columns, ...page } = await request<TimelineColumnsPage>(timelinePath(threadId, after), { signal });
    timeline = mergePage(timeline, { ...page, entries: unpackTimeline(columns) });
    after = page.nextAfter;
    if (after === null) return timeline;
    show?.(timeline);
  }
}
