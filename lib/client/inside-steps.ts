import { queryOptions } from '@tanstack/react-query';
import type { InsideSteps } from '@/lib/contracts/inside';
import { debuggerThreadPath, request } from './api';
import type { InsidePlace } from './inside-selection';

/**
 * The steps of a graph inside, along the path of a checkpoint or of its newest.
 * @param stamp changes with whatever may have changed the answer
 */
export function insideStepsQuery(threadId: string, { namespace, checkpointId }: InsidePlace, stamp: number) {
  return queryOptions({
    queryKey: ['inside-steps', threadId, namespace, checkpointId, stamp] as const,
    queryFn: ({ signal }) =>
      request<InsideSteps>(`${debuggerThreadPath(threadId)}/inside/steps`, {
        query: { namespace, ...(checkpointId !== null && { checkpoint: checkpointId }) },
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
  });
}
