'use client';

import {
  type inferParserType,
  parseAsArrayOf,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
  useQueryStates,
} from 'nuqs';
import type { ThreadFilter } from '@/lib/client/threads';
import { metadataQuery } from './metadata-filter';

export const PAGE_SIZE = 50;
export const STATUS_FILTERS = ['busy', 'interrupted', 'error', 'idle'] as const;
const SORTS = ['updated_at', 'created_at', 'thread_id', 'status'] as const;

const params = {
  q: parseAsString.withDefault(''),
  graph: parseAsString,
  status: parseAsStringLiteral(STATUS_FILTERS),
  meta: parseAsArrayOf(parseAsString).withDefault([]),
  sort: parseAsStringLiteral(SORTS).withDefault('updated_at'),
  order: parseAsStringLiteral(['asc', 'desc']).withDefault('desc'),
  page: parseAsInteger.withDefault(1),
};

type Filter = inferParserType<typeof params>;
export type FilterChange = Partial<{ [Key in keyof Omit<Filter, 'page'>]: Filter[Key] | null }>;

/** The list's filter, which lives in the URL. Whatever changes it starts at the first page again, and Back undoes it. */
export function useThreadFilter() {
  const [filter, setParams] = useQueryStates(params);
  const setFilter = (next: FilterChange) => {
    // Letters that follow the first one are one change together.
    const isTypingOn = next.q !== undefined && next.q !== null && filter.q !== '';
    void setParams({ page: null, ...next }, { history: isTypingOn ? 'replace' : 'push' });
  };
  const setPage = (page: number) => void setParams({ page: page === 1 ? null : page }, { history: 'push' });
  return { filter, setFilter, setPage };
}

export function isFiltered({ q, graph, status, meta }: Filter): boolean {
  return q !== '' || graph !== null || status !== null || meta.length > 0;
}

export const NO_FILTER: FilterChange = { q: null, graph: null, status: null, meta: null };

export function toThreadFilter({ q, graph, status, meta, sort, order, page }: Filter): ThreadFilter {
  return {
    text: q.trim() || undefined,
    graph: graph ?? undefined,
    status: status ?? undefined,
    metadata: metadataQuery(meta),
    sort,
    order,
    limit: PAGE_SIZE,
    offset: (Math.max(page, 1) - 1) * PAGE_SIZE,
  };
}
