import type { FindEvent, FindFailure } from '@/lib/contracts/find';

/** What is known of a search, which may still go on. */
export interface FindResult {
  /** Checkpoints at which the expression holds, oldest first. */
  hits: readonly string[];
  /** The first steps at which it could not be evaluated, and how many there are. */
  failures: readonly FindFailure[];
  failureCount: number;
  searched: number;
  total: number;
  ms: number;
  /** Everything up to this checkpoint is searched; null: nothing. */
  upTo: string | null;
  /** Why it ended early, and what to do. */
  stopped: string | null;
  /** The keys that the expression names, where the graph has none of them. */
  missing: readonly string[];
  /** Everything that was there has been searched. */
  isWhole: boolean;
}

export const NOTHING_FOUND: FindResult = {
  hits: [],
  failures: [],
  failureCount: 0,
  searched: 0,
  total: 0,
  ms: 0,
  upTo: null,
  stopped: null,
  missing: [],
  isWhole: false,
};

/** @param base what was known when this search began, behind which it goes on */
export function withFindEvent(result: FindResult, event: FindEvent, base: FindResult): FindResult {
  switch (event.type) {
    case 'start':
      return { ...result, total: base.searched + event.total, stopped: null, missing: event.missing, isWhole: false };
    case 'progress':
      return {
        ...result,
        hits: event.hits.length === 0 ? result.hits : [...result.hits, ...event.hits.map((hit) => hit.checkpointId)],
        failures: event.failures.length === 0 ? result.failures : [...result.failures, ...event.failures],
        failureCount: result.failureCount + event.failures.length,
        searched: base.searched + event.searched,
        upTo: event.last ?? result.upTo,
      };
    case 'end':
      return {
        ...result,
        failureCount: base.failureCount + event.failures,
        ms: base.ms + event.ms,
        upTo: event.last ?? result.upTo,
        stopped: event.stopped,
        isWhole: event.stopped === null,
      };
    case 'error':
      return { ...result, stopped: event.message };
  }
}

/** The nearest hit before or after a checkpoint, by their ids, which ascend; undefined when there is none. */
export function nextHit(hits: readonly string[], checkpointId: string, direction: -1 | 1): string | undefined {
  let low = 0;
  let high = hits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((hits[middle] as string) < checkpointId) low = middle + 1;
    else high = middle;
  }
  if (direction === -1) return hits[low - 1];
  return hits[low] === checkpointId ? hits[low + 1] : hits[low];
}
