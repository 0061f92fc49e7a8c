'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type InsidePlace, useInsideSelection } from '@/lib/client/inside-selection';
import { insideStepsQuery } from '@/lib/client/inside-steps';
import type { TimelineEntry } from '@/lib/contracts/debugger';
import type { InsideSteps } from '@/lib/contracts/inside';
import { useDebugger } from '../debugger-model';

export interface LookedInto {
  place: InsidePlace;
  /** Undefined while they load, or where there are none. */
  steps: InsideSteps | undefined;
  /** The step shown, among these. */
  entry: TimelineEntry | undefined;
  error: Error | null;
  retry: () => void;
}

const LIVE_READ_MS = 1000;

/** The graph inside that the address names; null while it names none. */
export function useInsideSteps(): LookedInto | null {
  const { threadId, timeline } = useDebugger();
  const { place } = useInsideSelection();
  const { updatedAt, status } = timeline.thread;
  const read = {
    enabled: place !== null,
    placeholderData: keepPreviousData,
    // What happens inside a running task is not told by events.
    refetchInterval: status === 'running' ? LIVE_READ_MS : (false as const),
  };
  const namespace = place?.namespace ?? '';
  const wanted = place?.checkpointId ?? null;
  const newest = useQuery({ ...insideStepsQuery(threadId, { namespace, checkpointId: null }, updatedAt), ...read });
  const isThere =
    wanted === null ||
    (newest.data?.namespace === namespace && newest.data.entries.some((entry) => entry.checkpointId === wanted));
  // Not on the newest path: on one of its own.
  const other = useQuery({
    ...insideStepsQuery(threadId, { namespace, checkpointId: wanted }, updatedAt),
    ...read,
    enabled: place !== null && newest.data !== undefined && !isThere,
  });
  const { data, error, refetch } = isThere ? newest : other;
  // What stands in while it loads may be of another graph.
  const steps = data?.namespace === namespace ? data : undefined;
  const entry = steps?.entries.find((each) => each.checkpointId === wanted) ?? steps?.entries.at(-1);
  const failure = newest.error ?? error;
  return useMemo(
    () => place && { place, steps, entry, error: failure, retry: () => void refetch() },
    [place, steps, entry, failure, refetch],
  );
}
