import { type QueryClient, queryOptions } from '@tanstack/react-query';
import type { CheckpointState } from '@/lib/contracts/debugger';
import { debuggerThreadPath, requestText } from './api';
import { batchRequests } from './batch-requests';
import { surplus } from './surplus';

const MAX_BATCH = 200;

const STATES = 'states';

export const stateKeys = {
  thread: (threadId: string) => [STATES, threadId] as const,
  detail: (threadId: string, checkpointId: string) => [...stateKeys.thread(threadId), checkpointId] as const,
};

/**
 * The state at one checkpoint. Queries that start in the same tick travel as one request, so prefetch neighbours freely:
 * `queryClient.prefetchQuery(stateQuery(threadId, id))`. Those that nobody shows are forgotten when there are many.
 */
export function stateQuery(threadId: string, checkpointId: string) {
  return queryOptions({
    queryKey: stateKeys.detail(threadId, checkpointId),
    queryFn: ({ client }) => {
      forgetSoon(client);
      return stateLoader(threadId)(checkpointId);
    },
    gcTime: 5 * 60_000,
  });
}

/** Once for all that came together, and after the last of these is in the cache. */
function forgetSoon(client: QueryClient): void {
  if (forgetting.has(client)) return;
  forgetting.add(client);
  setTimeout(() => forgetOldStates(client), FORGET_MS);
}

/** Scrubbing a long thread must not gather it all in memory: the oldest states that nobody shows go. */
function forgetOldStates(client: QueryClient): void {
  forgetting.delete(client);
  const kept = client
    .getQueryCache()
    .findAll({ queryKey: [STATES], type: 'inactive', fetchStatus: 'idle' })
    .filter((query) => query.state.data !== undefined)
    .map((query) => ({ query, at: query.state.dataUpdatedAt, weight: weights.get(query.state.data as object) ?? 0 }));
  for (const { query } of surplus(kept, LIMITS)) client.removeQueries({ queryKey: query.queryKey, exact: true });
}

const FORGET_MS = 500;
const forgetting = new Set<QueryClient>();

/** By state: the characters of JSON that it came in. */
const weights = new WeakMap<object, number>();
const LIMITS = { count: 300, weight: 16_000_000 };

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
  const text = await requestText(`${debuggerThreadPath(threadId)}/states`, {
    method: 'POST',
    body: { checkpointIds },
  });
  const { states } = JSON.parse(text) as { states: CheckpointState[] };
  for (const state of states) weights.set(state, text.length / states.length);
  return states;
}
