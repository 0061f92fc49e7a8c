'use client';

import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { differenceQuery, foldedStateQuery } from '@/lib/client/parts';
import { useSettled } from '@/lib/client/use-settled';
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
  error: Error | null;
  retry: () => void;
}

const NEIGHBOURS = 3;

/** The selected checkpoint's state with another one to compare it with. */
export function useStatePair(checkpointId: string, baseId: string | null): LoadedPair {
  const { threadId, namespace } = useDebugger();
  // While scrubbing, only what is cached is shown; the rest is not even asked for.
  const isSettled = useSettled(checkpointId);
  const ids = baseId === null ? [checkpointId] : [checkpointId, baseId];
  const { pair, error, retry } = useQueries({
    queries: ids.map((id) => ({ ...foldedStateQuery(threadId, id, namespace), enabled: isSettled })),
    combine: (results) => ({
      pair: pairOf(
        results.map((result) => result.data),
        ids.length,
      ),
      error: results.find((result) => result.isError)?.error ?? null,
      retry: () => {
        for (const result of results) if (result.isError) void result.refetch();
      },
    }),
  });
  const [last, setLast] = useState(pair);
  if (pair && (pair.state !== last?.state || pair.base !== last?.base)) setLast(pair);
  const shown = pair ?? last;
  // Large states are not read ahead: each costs the server what many small ones do.
  usePrefetchedNeighbours(checkpointId, isSettled && shown?.state.isWhole === true);
  const comparison = useDifference(shown);
  return {
    pair: shown,
    isStale: pair === null,
    difference: comparison.difference,
    error: pair ? comparison.error : error,
    retry: pair ? comparison.retry : retry,
  };
}

/** Worked out here when both states are here, else where they lie. */
function useDifference(pair: StatePair | null) {
  const { threadId, namespace } = useDebugger();
  const isHere = pair?.state.isWhole === true && (pair.base?.isWhole ?? true);
  const own = useMemo(
    () => (isHere ? (diffValues(pair.base?.values ?? {}, pair.state.values) ?? null) : undefined),
    [isHere, pair],
  );
  const told = useQuery({
    ...differenceQuery(threadId, pair?.state.checkpointId ?? '', pair?.base?.checkpointId ?? null, namespace),
    enabled: pair !== null && !isHere,
  });
  return {
    difference: isHere ? own : told.data?.difference,
    error: isHere ? null : told.error,
    retry: () => void told.refetch(),
  };
}

function pairOf([state, base]: (FoldedState | undefined)[], wanted: number): StatePair | null {
  if (!state || (wanted === 2 && !base)) return null;
  return { state, base: base ?? null };
}

function usePrefetchedNeighbours(checkpointId: string, isWanted: boolean): void {
  const { threadId, namespace, history, shownPath } = useDebugger();
  const client = useQueryClient();
  useEffect(() => {
    if (!isWanted) return;
    const at = positionOnPath(history, shownPath, checkpointId);
    for (const id of shownPath.slice(Math.max(0, at - NEIGHBOURS - 1), at + NEIGHBOURS + 1)) {
      void client.prefetchQuery(foldedStateQuery(threadId, id, namespace));
    }
  }, [client, threadId, namespace, history, shownPath, checkpointId, isWanted]);
}
