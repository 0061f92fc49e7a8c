'use client';

import { useQuery } from '@tanstack/react-query';
import { EmptyState } from '@/app/components/ui/empty-state';
import { ErrorState } from '@/app/components/ui/error-state';
import { graphQuery } from '@/lib/client/graphs';
import { useDebugger } from '../debugger-model';
import { GraphAtSelection } from './graph-at-selection';
import { GraphSkeleton } from './graph-skeleton';

/** The graph at the selected checkpoint. */
export function GraphPane() {
  const { timeline, graph } = useDebugger();
  const card = useQuery(graphQuery(timeline.thread.graphId));
  return (
    <section aria-label="Graph" className="relative flex h-full flex-col bg-canvas">
      {graph ? (
        <GraphAtSelection graph={graph} />
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
