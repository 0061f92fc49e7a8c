import { queryOptions } from '@tanstack/react-query';
import type { RunOrigin } from '@/lib/contracts/origin';
import { debuggerThreadPath, request } from './api';

/** Who asked for a run and with which code it began; null for one that is not recorded here. It never changes. */
export function originQuery(threadId: string, runId: string) {
  return queryOptions({
    queryKey: ['origins', threadId, runId] as const,
    queryFn: async ({ signal }) => {
      const path = `${debuggerThreadPath(threadId)}/runs/${encodeURIComponent(runId)}/origin`;
      return (await request<{ origin: RunOrigin | null }>(path, { signal })).origin;
    },
  });
}
