import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ThreadPage } from '@/lib/contracts/debugger';
import { request } from './api';

export type ThreadStatusFilter = 'idle' | 'busy' | 'interrupted' | 'error';
export type ThreadSort = 'updated_at' | 'created_at' | 'thread_id';

export interface ThreadFilter {
  text?: string | undefined;
  graph?: string | undefined;
  status?: ThreadStatusFilter | undefined;
  sort?: ThreadSort | undefined;
  order?: 'asc' | 'desc' | undefined;
  limit: number;
  offset: number;
}

export const threadKeys = {
  all: ['threads'] as const,
  lists: ['threads', 'list'] as const,
  list: (filter: ThreadFilter) => [...threadKeys.lists, filter] as const,
};

export function threadsQuery(filter: ThreadFilter) {
  return queryOptions({
    queryKey: threadKeys.list(filter),
    queryFn: ({ signal }) => request<ThreadPage>('/debugger/threads', { query: { ...filter }, signal }),
    placeholderData: keepPreviousData,
  });
}
