import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Comparison } from '@/lib/contracts/compare';
import { debuggerThreadPath, request } from './api';

export interface ComparedTips {
  threadId: string;
  tipId: string;
  withThreadId: string;
  withTipId: string;
}

/** Where two lines part, and how their ends differ. Lines that grew are another question. */
export function comparisonQuery({ threadId, tipId, withThreadId, withTipId }: ComparedTips) {
  return queryOptions({
    queryKey: ['comparison', threadId, tipId, withThreadId, withTipId] as const,
    queryFn: ({ signal }) =>
      request<Comparison>(`${debuggerThreadPath(threadId)}/compare`, {
        query: { checkpoint: tipId, with_thread: withThreadId, with_checkpoint: withTipId },
        signal,
      }),
    staleTime: 30_000,
    placeholderData: keepPreviousData,
  });
}
