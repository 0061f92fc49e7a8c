import { queryOptions } from '@tanstack/react-query';
import type { CheckpointState } from '@/lib/contracts/debugger';
import { debuggerThreadPath, request } from './api';
import { batchRequests } from './batch-requests';

const MAX_BATCH = 200;

export const stateKeys = {
  thread: (threadId: string) => ['states', threadId] as const,
  detail: (threadId: string, checkpointId: string) => [...stateKeys.thread(threadId), checkpointId] as const,
};

/**
 * The state at one checkpoint. Queries that start in the same tick travel as one request, so prefetch neighbours freely:
 * `queryClient.prefetchQuery(stateQuery(threadId, id))`.
 */
export function stateQuery(threadId: string, checkpointId: string) {
  return queryOptions({
    queryKey: stateKeys.detail(threadId, checkpointId),
    queryFn: () => stateLoader(threadId)(checkpointId),
    gcTime: 5 * 60_000,
  });
}

const loaders = new Map<string, (checkpointId: string) => Promise<CheckpointState>>();

function stateLoader(threadId: string): (checkpointId: string) => Promise<CheckpointState> {
  let loader = loaders.get(threadId);
  if (loader === undefined) {
    loader = batchRequests((checkpointIds) => readStates(threadId, checkpointIds), MAX_BATCH);
    loaders.set(threadId, loader);
  }
  return loader;
}

async function readStates(threadId: string, checkpointIds: string[]): Promise<CheckpointState[]> {
  const { states } = await request<{ states: CheckpointState[] }>(`${debuggerThreadPath(threadId)}/states`, {
    method: 'POST',
    body: { checkpointIds },
  });
  return states;
}
