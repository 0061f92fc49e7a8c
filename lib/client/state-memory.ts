import type { QueryClient } from '@tanstack/react-query';
import { surplus } from './surplus';

/** The first part of the key of every query that holds a state, or a part of one. */
export const STATES = 'states';

const FORGET_MS = 500;
const LIMITS = { count: 300, weight: 16_000_000 };

/** By state: the characters of JSON that it came in. */
const weights = new WeakMap<object, number>();
const forgetting = new Set<QueryClient>();

export function weighState(state: object, characters: number): void {
  weights.set(state, characters);
}

/**
 * Scrubbing a long thread must not gather it all in memory: soon, the oldest states that nobody shows go. Once for all
 * that came together, and after the last of these is in the cache.
 */
export function forgetSoon(client: QueryClient): void {
  if (forgetting.has(client)) return;
  forgetting.add(client);
  setTimeout(() => forgetOldStates(client), FORGET_MS);
}

function forgetOldStates(client: QueryClient): void {
  forgetting.delete(client);
  const cache = client.getQueryCache();
  const kept = cache
    .findAll({ queryKey: [STATES], type: 'inactive', fetchStatus: 'idle' })
    .filter((query) => query.state.data !== undefined)
    .map((query) => ({ query, at: query.state.dataUpdatedAt, weight: weights.get(query.state.data as object) ?? 0 }));
  // By the query itself: to remove it by its key, each would compare that with all keys of the cache.
  for (const { query } of surplus(kept, LIMITS)) cache.remove(query);
}
