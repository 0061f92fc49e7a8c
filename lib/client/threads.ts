import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ThreadPage } from '@/lib/contracts/debugger';
import type { PruneAnswer, PruneRequest, ThreadSize } from '@/lib/contracts/prune';
import { request } from './api';

export type ThreadStatusFilter = 'idle' | 'busy' | 'interrupted' | 'error';
export type ThreadSort = 'updated_at' | 'created_at' | 'thread_id' | 'status';

export interface ThreadFilter {
  text?: string | undefined;
  graph?: string | undefined;
  status?: ThreadStatusFilter | undefined;
  /** Keys and what their values read, as JSON text. */
  metadata?: string | undefined;
  sort?: ThreadSort | undefined;
  order?: 'asc' | 'desc' | undefined;
  limit: number;
  offset: number;
}

export const threadKeys = {
  all: ['threads'] as const,
  lists: ['threads', 'list'] as const,
  list: (filter: ThreadFilter) => [...threadKeys.lists, filter] as const,
  sizes: (threadIds: string[]) => [...threadKeys.all, 'sizes', threadIds] as const,
  pruning: (rule: PruneRule) => [...threadKeys.all, 'pruning', rule] as const,
};

/** What may go, and of which threads. */
export type PruneRule = Omit<PruneRequest, 'dryRun'>;

export function threadsQuery(filter: ThreadFilter) {
  return queryOptions({
    queryKey: threadKeys.list(filter),
    queryFn: ({ signal }) => request<ThreadPage>('/debugger/threads', { query: { ...filter }, signal }),
    placeholderData: keepPreviousData,
  });
}

export function sizesQuery(threadIds: string[]) {
  return queryOptions({
    queryKey: threadKeys.sizes(threadIds),
    queryFn: ({ signal }) =>
      request<{ sizes: ThreadSize[] }>('/debugger/threads/sizes', { method: 'POST', body: { threadIds }, signal }),
    select: ({ sizes }) => new Map(sizes.map((size) => [size.threadId, size])),
    placeholderData: keepPreviousData,
  });
}

/** What the deed would remove. */
export function pruningQuery(rule: PruneRule) {
  return queryOptions({
    queryKey: threadKeys.pruning(rule),
    queryFn: ({ signal }) =>
      request<PruneAnswer>('/debugger/threads/prune', { method: 'POST', body: { ...rule, dryRun: true }, signal }),
    staleTime: 0,
  });
}
