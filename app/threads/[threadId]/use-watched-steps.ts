'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { changedStepsQuery } from '@/lib/client/changes';
import { useSettledValue } from '@/lib/client/use-settled';
import { useWatches } from '@/lib/client/watches';
import { positionOnPath } from '@/lib/inspect/path';
import { useDebugger } from './debugger-model';

/** A branch that grows is looked at in between, not at each of its steps. */
const GROWTH_MS = 400;

/** Of each watched value, the steps of the branch shown at which it changed; null until that is known. */
export function useWatchedSteps(): { steps: readonly (readonly number[])[] | null; error: Error | null } {
  const { threadId, timeline, history, shownPath } = useDebugger();
  const [watches] = useWatches(timeline.thread.graphId);
  const tipId = useSettledValue(shownPath.at(-1) ?? '', GROWTH_MS);
  const isOnWay = (checkpointId: string) => positionOnPath(history, shownPath, checkpointId) >= 0;
  const isAsked = watches.length > 0 && tipId !== '' && isOnWay(tipId);
  const { data, error } = useQuery({ ...changedStepsQuery(threadId, tipId, watches, isOnWay), enabled: isAsked });
  // What was known stays while a longer way is looked at.
  const [last, setLast] = useState<{ watches: unknown; data: typeof data }>({ watches, data });
  if (data !== undefined && (last.data !== data || last.watches !== watches)) setLast({ watches, data });
  const known = data ?? (last.watches === watches && isAsked ? last.data : undefined);
  return { steps: known?.steps ?? null, error };
}
