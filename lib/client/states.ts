import { queryOptions } from '@tanstack/react-query';
import type { CheckpointState } from '@/lib/contracts/debugger';
import { STATES } from './state-memory';
import { stateReader } from './state-reader';

const MAX_BATCH = 200;

export const stateKeys = {
  thread: (threadId: string) => [STATES, threadId] as const,
  detail: (threadId: string, checkpointId: string) => [...stateKeys.thread(threadId), checkpointId] as const,
};

const readState = stateReader<CheckpointState>('states', MAX_BATCH);

/**
 * The state at one checkpoint. Queries that start in the same tick travel as one request, so prefetch neighbours freely:
 * `queryClient.prefetchQuery(stateQuery(threadId, id))`. Those that nobody shows are forgotten when there are many.
 */
export function stateQuery(threadId: string, checkpointId: string) {
  return queryOptions({
    queryKey: stateKeys.detail(threadId, checkpointId),
    queryFn: ({ client }) => readState(client, threadId, checkpointId),
    gcTime: 5 * 60_000,
  });
}
