'use client';

import { useEffect, useRef } from 'react';
import type { FindResult } from '@/lib/inspect/find-result';
import { useDebugger } from '../debugger-model';

interface LiveSearch {
  result: FindResult | undefined;
  isEverywhere: boolean;
  isSearching: boolean;
  refetch: () => unknown;
}

/** Steps of a run come by the hundred: they are searched together. */
const GATHER_MS = 400;

/** Searches what came behind what has been searched; not where a person ended the search, or it gave up. */
export function useSearchOfNewSteps({ result, isEverywhere, isSearching, refetch }: LiveSearch): void {
  const { history, shownPath } = useDebugger();
  const newest = (isEverywhere ? history.entries.at(-1)?.checkpointId : shownPath.at(-1)) ?? null;
  const askedFor = useRef<string | null>(null);
  const upTo = result?.upTo ?? null;
  const isBehind = result?.isWhole === true && !isSearching && newest !== null && (upTo === null || newest > upTo);
  useEffect(() => {
    // Once for each newest step: what the server does not have is not asked for again and again.
    if (!isBehind || askedFor.current === newest) return;
    const timer = setTimeout(() => {
      askedFor.current = newest;
      refetch();
    }, GATHER_MS);
    return () => clearTimeout(timer);
  }, [isBehind, newest, refetch]);
}
