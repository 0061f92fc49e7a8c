'use client';

import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { stateQuery } from '@/lib/client/states';
import type { CheckpointState } from '@/lib/contracts/debugger';
import { positionOnPath } from '@/lib/inspect/path';
import { useDebugger } from '../debugger-model';

export interface StatePair {
  state: CheckpointState;
  /** What it is compared with; null at a root. */
  base: CheckpointState | null;
}

export interface LoadedPair {
  /** The latest pair that is complete: of the selection, or while that loads, of the one before. */
  pair: StatePair | null;
  isStale: boolean;
  error: Error | null;
  retry: () => void;
}

const NEIGHBOURS = 3;
/** While scrubbing faster than this, only what is cached is shown; the rest is not even asked for. */
const SETTLE_MS = 40;

/** The selected checkpoint's state with another one to compare it with. */
export function useStatePair(checkpointId: string, baseId: string | null): LoadedPair {
  const { threadId } = useDebugger();
  const isSettled = useSettled(checkpointId);
  const ids = baseId === null ? [checkpointId] : [checkpointId, baseId];
  const { pair, error, retry } = useQueries({
    queries: ids.map((id) => ({ ...stateQuery(threadId, id), enabled: isSettled })),
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
  usePrefetchedNeighbours(checkpointId, isSettled);
  return { pair: pair ?? last, isStale: pair === null, error: pair ? null : error, retry };
}

function pairOf([state, base]: (CheckpointState | undefined)[], wanted: number): StatePair | null {
  if (!state || (wanted === 2 && !base)) return null;
  return { state, base: base ?? null };
}

function useSettled(checkpointId: string): boolean {
  const [settledId, setSettledId] = useState(checkpointId);
  useEffect(() => {
    const timer = setTimeout(() => setSettledId(checkpointId), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [checkpointId]);
  return settledId === checkpointId;
}

function usePrefetchedNeighbours(checkpointId: string, isSettled: boolean): void {
  const { threadId, history, shownPath } = useDebugger();
  const client = useQueryClient();
  useEffect(() => {
    if (!isSettled) return;
    const at = positionOnPath(history, shownPath, checkpointId);
    for (const id of shownPath.slice(Math.max(0, at - NEIGHBOURS - 1), at + NEIGHBOURS + 1)) {
      void client.prefetchQuery(stateQuery(threadId, id));
    }
  }, [client, threadId, history, shownPath, checkpointId, isSettled]);
}
