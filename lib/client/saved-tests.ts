import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { SavedTest } from '../contracts/saved-test';
import { debuggerThreadPath, request } from './api';

export interface SavedTestChoice {
  branchId: string;
  /** Null: what failed at the end. */
  execute: readonly string[] | null;
  /** Null: the graph's own file. */
  importPath: string | null;
}

/** A branch as a test. The graph may have changed since, so nothing of it is kept. */
export function savedTestQuery(threadId: string, { branchId, execute, importPath }: SavedTestChoice) {
  return queryOptions({
    queryKey: ['saved-test', threadId, branchId, execute, importPath] as const,
    queryFn: ({ signal }) =>
      request<SavedTest>(`${debuggerThreadPath(threadId)}/test/preview`, {
        query: { branch: branchId, execute: execute?.join(',') ?? null, import: importPath },
        signal,
      }),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 0,
    gcTime: 0,
  });
}
