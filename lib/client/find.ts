'use client';

import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useCallback } from 'react';
import type { FindEvent, FindFirst, FindRequest } from '@/lib/contracts/find';
import { type FindResult, NOTHING_FOUND, withFindEvent } from '@/lib/inspect/find-result';
import { ApiError, debuggerThreadPath, requestLines } from './api';

export interface FindChoice {
  /** JSONata; null while nobody searches. */
  expression: string | null;
  /** All branches, instead of the one shown. */
  isEverywhere: boolean;
}

const params = { find: parseAsString, within: parseAsStringLiteral(['all']) };

/** What is searched for, which lives in the URL as `?find=…&within=all`. */
export function useFindChoice(): FindChoice & { choose: (next: Partial<FindChoice>) => void } {
  const [{ find, within }, setParams] = useQueryStates(params, { scroll: false, shallow: true, history: 'replace' });
  const choose = useCallback(
    (next: Partial<FindChoice>) =>
      void setParams({
        ...('expression' in next && { find: next.expression || null }),
        ...('isEverywhere' in next && { within: next.isEverywhere ? ('all' as const) : null }),
      }),
    [setParams],
  );
  return { expression: find, isEverywhere: within === 'all', choose };
}

interface Searched {
  threadId: string;
  expression: string;
  /** Null for all branches. */
  branchId: string | null;
}

function findKey({ threadId, expression, branchId }: Searched) {
  return ['find', threadId, branchId, expression] as const;
}

/** A search whose hits show as they are found. A refetch searches what came since, or what an early end left. */
export function findQuery(searched: Searched) {
  return queryOptions({
    queryKey: findKey(searched),
    queryFn: ({ client, signal }) => search(client, searched, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
  });
}

async function search(client: QueryClient, searched: Searched, signal: AbortSignal): Promise<FindResult> {
  const queryKey = findKey(searched);
  const base = client.getQueryData<FindResult>(queryKey) ?? NOTHING_FOUND;
  let result = base;
  for await (const event of linesOf(searched, { ...(base.upTo !== null && { after: base.upTo }) }, signal)) {
    if (event.type === 'error') throw new ApiError(500, event.code, event.message);
    result = withFindEvent(result, event, base);
    if (event.type !== 'end') client.setQueryData(queryKey, result);
  }
  return result;
}

/** Where an expression became true, without a look at every step: see `FindFirst`. */
export async function findFirst(searched: Searched, signal: AbortSignal): Promise<FindFirst | null> {
  for await (const event of linesOf(searched, { mode: 'bisect' }, signal)) {
    if (event.type === 'error') throw new ApiError(500, event.code, event.message);
    if (event.type === 'end') return event.first;
  }
  return null;
}

function linesOf(
  { threadId, expression, branchId }: Searched,
  more: Partial<FindRequest>,
  signal: AbortSignal,
): AsyncGenerator<FindEvent> {
  const body: FindRequest = { expression, ...(branchId !== null && { branchId }), ...more };
  return requestLines<FindEvent>(`${debuggerThreadPath(threadId)}/find`, { method: 'POST', body, signal });
}
