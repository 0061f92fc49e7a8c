'use client';

import { parseAsString, useQueryStates } from 'nuqs';
import { useCallback, useMemo } from 'react';

/** What the branch shown is compared with: a branch, of this thread unless another one is named; without one its head. */
export interface CompareChoice {
  threadId: string | null;
  branchId: string | null;
}

/** What Diff is compared with while two lines are: the step beside the one shown, or the other line's last one. */
export const BESIDE = 'beside';
export const OTHER_END = 'end';

const params = {
  with: parseAsString,
  withThread: parseAsString,
  tab: parseAsString,
  compare: parseAsString,
  ns: parseAsString,
  inside: parseAsString,
};

/** The comparison in the URL, as `?with=<branch>&withThread=<thread>`. Back undoes each change. */
export function useCompareChoice() {
  const [{ with: branchId, withThread: threadId }, setParams] = useQueryStates(params, {
    scroll: false,
    shallow: true,
    history: 'push',
  });
  const chosen = useMemo<CompareChoice | null>(
    () => (branchId === null && threadId === null ? null : { threadId, branchId }),
    [branchId, threadId],
  );
  const compareWith = useCallback(
    (next: CompareChoice) =>
      void setParams(({ compare }) => ({
        with: next.branchId,
        withThread: next.threadId,
        // A graph inside has no line beside it.
        ...LEFT_INSIDE,
        tab: 'diff',
        compare: compare === OTHER_END ? OTHER_END : BESIDE,
      })),
    [setParams],
  );
  const leave = useCallback(
    () =>
      void setParams(({ compare }) => ({
        with: null,
        withThread: null,
        compare: compare === BESIDE || compare === OTHER_END ? null : compare,
      })),
    [setParams],
  );
  return { chosen, compareWith, leave };
}

const LEFT_INSIDE = { ns: null, inside: null };

/** The page of a thread that is compared with another one. */
export function comparisonHref(threadId: string, withThreadId: string): string {
  const query = new URLSearchParams({ withThread: withThreadId, tab: 'diff', compare: BESIDE });
  return `/threads/${encodeURIComponent(threadId)}?${query}`;
}
