import { type QueryClient, queryOptions } from '@tanstack/react-query';
import type { TimelinePage } from '@/lib/contracts/debugger';
import { debuggerThreadPath, request } from './api';
import { mergeLive, mergePage, refreshAfter, type Timeline } from './merge-timeline';

const PAGE_SIZE = 2000;

export const timelineKeys = {
  all: ['timeline'] as const,
  thread: (threadId: string) => [...timelineKeys.all, threadId] as const,
};

/**
 * The whole thread without values, all pages merged. A refetch reads only from the oldest checkpoint that may still have changed;
 * in between, `use-run-stream.ts` patches it.
 */
export function timelineQuery(threadId: string) {
  return queryOptions({
    queryKey: timelineKeys.thread(threadId),
    queryFn: ({ client, signal }) => readTimeline(client, threadId, signal),
    gcTime: 60_000,
  });
}

async function readTimeline(client: QueryClient, threadId: string, signal: AbortSignal): Promise<Timeline> {
  let timeline = client.getQueryData<Timeline>(timelineKeys.thread(threadId)) ?? null;
  let after = timeline === null ? null : refreshAfter(timeline);
  do {
    const page: TimelinePage = await request(`${debuggerThreadPath(threadId)}/timeline`, {
      query: { after, limit: PAGE_SIZE },
      signal,
    });
    timeline = mergePage(timeline, page);
    after = page.nextAfter;
  } while (after !== null);
  return withLatestPatches(timeline, client.getQueryData<Timeline>(timelineKeys.thread(threadId)));
}

/** Events that arrived while the pages were read have patched the cache meanwhile: nothing of them may be lost. */
function withLatestPatches(read: Timeline, cached: Timeline | undefined): Timeline {
  const lastReadId = read.entries.at(-1)?.checkpointId ?? '';
  const newer = cached?.entries.filter((entry) => entry.checkpointId > lastReadId) ?? [];
  return {
    ...read,
    entries: newer.length === 0 ? read.entries : [...read.entries, ...newer],
    live: mergeLive(read.live, cached?.live ?? [], read),
  };
}
