'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { differenceQuery, foldedStateQuery } from '@/lib/client/parts';
import { useSettledValue } from '@/lib/client/use-settled';
import type { FoldedState } from '@/lib/contracts/parts';
import { type Difference, diffValues } from '@/lib/inspect/diff';
import { positionOnPath } from '@/lib/inspect/path';
import { useDebugger } from '../debugger-model';

export interface StatePair {
  state: FoldedState;
  /** What it is compared with; null at a root. */
  base: FoldedState | null;
}

export interface LoadedPair {
  /** The latest pair that is complete: of the selection, or while that loads, of the one before. */
  pair: StatePair | null;
  /** How they differ; undefined while that is not known of states that did not travel whole. */
  difference: Difference | null | undefined;
  isStale: boolean;
  /** It has been stale for a moment: to dim and light up again at every step would flicker. */
  isLate: boolean;
  error: Error | null;
  retry: () => void;
}

const NEIGHBOURS = 3;
/** What is only passed by need not be loaded; the first state is at once. */
const SETTLE_MS = 40;
/** Whoever rests this long may go on from here step by step. */
const REST_MS = 100;
const LATE_MS = 150;

/** The selected checkpoint's state with another one to compare it with, of this thread unless another one is named. */
export function useStatePair(checkpointId: string, baseId: string | null, otherThreadId?: string): LoadedPair {
  const { threadId } = useDebugger();
  const baseThreadId = otherThreadId ?? threadId;
  const [last, setLast] = useState<StatePair | null>(null);
  const wanted = `${checkpointId} ${baseThreadId} ${baseId}`;
  // The first state is asked for at once.
  const isSettled = useSettledValue(wanted, SETTLE_MS) === wanted || last === null;
  const state = useCheckpointState(threadId, checkpointId, isSettled);
  const base = useCheckpointState(baseThreadId, baseId, isSettled);
  const pair = pairOf(state.data, baseId === null ? null : base.data);
  const error = state.error ?? base.error;
  const retry = () => {
    for (const query of [state, base]) if (query.isError) void query.refetch();
  };
  if (pair && (pair.state !== last?.state || pair.base !== last?.base)) setLast(pair);
  const shown = pair ?? last;
  // Large states are not read ahead: each costs the server what many small ones do.
  usePrefetchedNeighbours(checkpointId, shown?.state.isWhole === true);
  const isStale = pair === null;
  const isLate = useSettledValue(isStale ? 'stale' : 'shown', LATE_MS) === 'stale' && isStale;
  const comparison = useDifference(shown, baseThreadId);
  return {
    pair: shown,
    isStale,
    isLate,
    difference: comparison.difference,
    error: pair ? comparison.error : error,
    retry: pair ? comparison.retry : retry,
  };
}

/** Worked out here when both states are here, else where they lie. */
function useDifference(pair: StatePair | null, baseThreadId: string) {
  const { threadId, namespace } = useDebugger();
  const isHere = pair?.state.isWhole === true && (pair.base?.isWhole ?? true);
  const own = useMemo(
    () => (isHere ? (diffValues(pair.base?.values ?? {}, pair.state.values) ?? null) : undefined),
    [isHere, pair],
  );
  const away = isHere ? null : pair;
  const told = useQuery({
    ...differenceQuery(
      threadId,
      away?.state.checkpointId ?? '',
      away?.base ? { threadId: baseThreadId, checkpointId: away.base.checkpointId } : null,
      namespace,
    ),
    enabled: away !== null,
  });
  return {
    difference: isHere ? own : told.data?.difference,
    error: isHere ? null : told.error,
    retry: () => void told.refetch(),
  };
}

function pairOf(state: FoldedState | undefined, base: FoldedState | null | undefined): StatePair | null {
  return state === undefined || base === undefined ? null : { state, base };
}

/**
 * One state: what is known is kept fresh, the rest is loaded once the selection settles. While a person scrubs over what is
 * unknown it asks under one key for all steps: each key is a query in the cache, and a subscription.
 */
function useCheckpointState(threadId: string, checkpointId: string | null, isSettled: boolean) {
  const { namespace } = useDebugger();
  const client = useQueryClient();
  const query = foldedStateQuery(threadId, checkpointId ?? '', namespace);
  const isKnown = checkpointId !== null && client.getQueryData(query.queryKey) !== undefined;
  const enabled = isKnown || (checkpointId !== null && isSettled);
  return useQuery({ ...(enabled ? query : foldedStateQuery(threadId, '', namespace)), enabled });
}

function usePrefetchedNeighbours(checkpointId: string, isWanted: boolean): void {
  const { threadId, namespace, history, shownPath } = useDebugger();
  const client = useQueryClient();
  useEffect(() => {
    if (!isWanted) return;
    const timer = setTimeout(() => {
      const at = positionOnPath(history, shownPath, checkpointId);
      for (const id of shownPath.slice(Math.max(0, at - NEIGHBOURS - 1), at + NEIGHBOURS + 1)) {
        void client.prefetchQuery(foldedStateQuery(threadId, id, namespace));
      }
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [client, threadId, namespace, history, shownPath, checkpointId, isWanted]);
}
