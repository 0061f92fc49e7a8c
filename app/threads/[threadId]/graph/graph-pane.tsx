'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { EmptyState } from '@/app/components/ui/empty-state';
import { ErrorState } from '@/app/components/ui/error-state';
import { Skeleton } from '@/app/components/ui/skeleton';
import { graphQuery } from '@/lib/client/graphs';
import { stateQuery } from '@/lib/client/states';
import { activityAt, indexActivity } from '@/lib/inspect/node-activity';
import { positionOnPath } from '@/lib/inspect/path';
import { useDebugger } from '../debugger-model';
import { ActivityContext } from './activity-context';
import { GraphCanvas } from './graph-canvas';
import { GraphLegend } from './graph-legend';

/** The graph at the selected checkpoint. */
export function GraphPane() {
  const { timeline, graph } = useDebugger();
  const card = useQuery(graphQuery(timeline.thread.graphId));
  return (
    <section aria-label="Graph" className="relative flex h-full flex-col bg-canvas">
      {graph ? (
        <GraphAtSelection />
      ) : card.isPending ? (
        <GraphSkeleton />
      ) : card.error ? (
        <ErrorState title="The graph could not be read" error={card.error} onRetry={() => void card.refetch()} />
      ) : card.data?.error ? (
        <ErrorState
          title="The graph did not load"
          error={card.data.error.message}
          onRetry={() => void card.refetch()}
        />
      ) : (
        <EmptyState
          title={`No graph ${timeline.thread.graphId ? `named ${timeline.thread.graphId}` : 'is known for this thread'}`}
        >
          Its steps and states are all here. To see the graph drawn and to run on, name its file in the configuration.
        </EmptyState>
      )}
    </section>
  );
}

function GraphAtSelection() {
  const { threadId, history, graph, shownPath, entry, timeline } = useDebugger();
  const hasPending = entry !== null && (entry.failedTasks.length > 0 || entry.interruptedTasks.length > 0);
  const { data: state } = useQuery({ ...stateQuery(threadId, entry?.checkpointId ?? ''), enabled: hasPending });
  const pending = state?.tasks ?? null;
  const pathActivity = useMemo(
    () => (graph ? indexActivity(history, graph, shownPath) : null),
    [history, graph, shownPath],
  );
  const position = positionOnPath(history, shownPath, entry?.checkpointId ?? '');
  const activity = useMemo(
    () => (pathActivity ? activityAt(history, pathActivity, position, { pending, live: timeline.live }) : null),
    [history, pathActivity, position, pending, timeline.live],
  );
  if (!graph) return null;
  return (
    <ActivityContext value={activity}>
      <GraphCanvas graph={graph} />
      <GraphLegend />
    </ActivityContext>
  );
}

function GraphSkeleton() {
  return (
    <div aria-busy="true" className="flex flex-1 flex-col items-center gap-10 pt-12">
      <Skeleton className="size-8 rounded-full" />
      <Skeleton className="h-12 w-46" />
      <Skeleton className="h-12 w-46" />
      <Skeleton className="h-12 w-46" />
    </div>
  );
}
