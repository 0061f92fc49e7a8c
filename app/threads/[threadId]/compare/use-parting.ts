'use client';

import { useQuery } from '@tanstack/react-query';
import { comparisonQuery } from '@/lib/client/comparison';
import { useSettledValue } from '@/lib/client/use-settled';
import type { ComparedPair, Comparison } from '@/lib/contracts/compare';
import { useDebugger } from '../debugger-model';
import type { OtherLine } from './use-compared';

/** Lines that grow are compared in between, not at each of their steps. */
const GROWTH_MS = 400;

/** Where the lines part and how their ends differ, as the server tells it. */
export function useParting(line: OtherLine) {
  const { threadId, shownPath } = useDebugger();
  const tips = useSettledValue(`${shownPath.at(-1)} ${line.path.at(-1)}`, GROWTH_MS).split(' ');
  return useQuery(
    comparisonQuery({ threadId, tipId: tips[0] ?? '', withThreadId: line.threadId, withTipId: tips[1] ?? '' }),
  );
}

/** The earlier of the two partings, as a pair of steps; null when there is none. */
export function firstParting({ path, state }: Comparison): ComparedPair | null {
  if (path === null || state === null) return path ?? state;
  const isPathFirst = (path.here?.step ?? Number.POSITIVE_INFINITY) < (state.here?.step ?? Number.POSITIVE_INFINITY);
  return isPathFirst ? path : state;
}
