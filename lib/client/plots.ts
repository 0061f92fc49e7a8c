import { queryOptions } from '@tanstack/react-query';
import type { NumberHistory } from '@/lib/contracts/plots';
import { debuggerThreadPath, request } from './api';

/** A number of the state along the path that ends at `tipId`. Leaving the plot ends the reading. */
export function numberHistoryQuery(threadId: string, path: readonly (string | number)[], tipId: string) {
  return queryOptions({
    queryKey: ['number-history', threadId, tipId, path] as const,
    queryFn: ({ signal }) =>
      request<NumberHistory>(`${debuggerThreadPath(threadId)}/values-of`, {
        query: { path: JSON.stringify(path), tip: tipId },
        signal,
      }),
    gcTime: 60_000,
  });
}
