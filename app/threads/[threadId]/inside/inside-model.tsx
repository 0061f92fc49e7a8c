'use client';

import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo } from 'react';
import { useHandler } from '@/app/components/ui/use-handler';
import { useInsideSelection } from '@/lib/client/inside-selection';
import { stateKeys } from '@/lib/client/states';
import type { TimelineEntry } from '@/lib/contracts/debugger';
import type { InsideSteps } from '@/lib/contracts/inside';
import { indexHistory } from '@/lib/inspect/history';
import {
  type Actions,
  type DebuggerModel,
  DebuggerOverride,
  type Selected,
  useDebugger,
  useDebuggerActions,
} from '../debugger-model';

interface InsideModelProps {
  steps: InsideSteps;
  entry: TimelineEntry;
  children: ReactNode;
}

/** What is below shows a graph inside as it would show the root's: its steps are the history, and a selection stays in it. */
export function InsideModel({ steps, entry, children }: InsideModelProps) {
  const root = useDebugger();
  const { follow } = useDebuggerActions();
  const { move } = useInsideSelection();
  useOutdated(root.threadId, steps);
  const inner = useMemo(() => {
    const history = indexHistory(steps.entries, []);
    return { history, shownPath: steps.entries.map(({ checkpointId }) => checkpointId) };
  }, [steps.entries]);
  const model = useMemo<DebuggerModel>(
    () => ({
      ...root,
      ...inner,
      namespace: steps.namespace,
      graph: steps.graph?.graph,
      isGraphMissing: steps.graph === null,
      lanes: NONE,
      branchId: entry.branchId,
      isFollowing: false,
      missingCheckpointId: null,
    }),
    [root, inner, steps, entry.branchId],
  );
  const selected = useMemo<Selected>(
    () => ({ selection: { checkpointId: entry.checkpointId, branchId: entry.branchId }, entry }),
    [entry],
  );
  const latest = useHandler(() => selected);
  const actions = useMemo<Actions>(
    () => ({ follow, select: ({ checkpointId }) => move(checkpointId), latest }),
    [follow, move, latest],
  );
  return (
    <DebuggerOverride model={model} selected={selected} actions={actions}>
      {children}
    </DebuggerOverride>
  );
}

const NONE: never[] = [];

/** No event tells of steps inside: what was pending at the last ones is read again when there is news of them. */
function useOutdated(threadId: string, { entries }: InsideSteps): void {
  const client = useQueryClient();
  const news = JSON.stringify(
    entries.slice(-2).map((entry) => [entry.checkpointId, entry.interruptedTasks, entry.failedTasks]),
  );
  useEffect(() => {
    for (const [checkpointId] of JSON.parse(news) as [string][])
      void client.invalidateQueries({ queryKey: stateKeys.detail(threadId, checkpointId) });
  }, [client, threadId, news]);
}
