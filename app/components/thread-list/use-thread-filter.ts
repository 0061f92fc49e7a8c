'use client';

import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import type { ThreadFilter } from '@/lib/client/threads';

export const PAGE_SIZE = 50;
export const STATUS_FILTERS = ['busy', 'interrupted', 'error', 'idle'] as const;
const SORTS = ['updated_at', 'created_at', 'thread_id', 'status'] as const;

const params = {
  q: parseAsString.withDefault(''),
  graph: parseAsString,
  status: parseAsStringLiteral(STATUS_FILTERS),
  sort: parseAsStringLiteral(SORTS).withDefault('updated_at'),
  order: parseAsStringLiteral(['asc', 'desc']).withDefault('desc'),
  page: parseAsInteger.withDefault(1),
};

/** The list's filter, which lives in the URL. Whatever changes it starts at the first page again. */
export function useThreadFilter() {
  const [filter, setParams] = useQueryStates(params);
  const setFilter = (next: Partial<{ [Key in keyof Omit<typeof filter, 'page'>]: (typeof filter)[Key] | null }>) =>
    void setParams({ page: null, ...next });
  const setPage = (page: number) => void setParams({ page: page === 1 ? null : page }, { history: 'push' });
  return { filter, setFilter, setPage };
}

export function toThreadFilter({
  q,
  graph,
  status,
  sort,
  order,
  page,
}: ReturnType<typeof useThreadFilter>['filter']): ThreadFilter {
  return {
    text: q.trim() || undefined,
    graph: graph ?? undefined,
    status: status ?? undefined,
    sort,
    order,
    limit: PAGE_SIZE,
    offset: (Math.max(page, 1) - 1) * PAGE_SIZE,
  };
}
