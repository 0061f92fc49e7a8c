import { queryOptions } from '@tanstack/react-query';
import type { StrikePreview } from '@/lib/contracts/strike';
import type { Difference } from '@/lib/inspect/diff';
import { debuggerThreadPath, request } from './api';

interface StruckWrite {
  checkpointId: string;
  taskId: string | null;
  /** Null for all that was written. */
  channel: string | null;
  untilId: string;
}

/** What the state would be without a write. What is stored does not change; the graph's code may. */
export function strikeQuery(threadId: string, { channel, ...write }: StruckWrite) {
  const body = { ...write, ...(channel !== null && { channel }) };
  return queryOptions({
    queryKey: ['strike', threadId, body] as const,
    queryFn: ({ signal }) =>
      request<StrikePreview<Difference>>(`${debuggerThreadPath(threadId)}/without-write`, {
        method: 'POST',
        body,
        signal,
      }),
    gcTime: 30_000,
    retry: false,
  });
}
