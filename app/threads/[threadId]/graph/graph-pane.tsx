'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useEffect } from 'react';
import { EmptyState } from '@/app/components/ui/empty-state';
import { ErrorState } from '@/app/components/ui/error-state';
import { graphQuery } from '@/lib/client/graphs';
import { useDebugger } from '../debugger-model';
import { GraphSkeleton } from './graph-skeleton';

const load = () => import('./graph-at-selection');
/** React Flow and what draws with it weigh as much as all the rest: timeline and state do not wait for them. */
const GraphAtSelection = dynamic(() => load().then((module) => module.GraphAtSelection), { loading: GraphSkeleton });

/** The graph at the selected checkpoint. */
export function GraphPane() {
  const { timeline, graph } = useDebugger();
  const card = useQuery(graphQuery(timeline.thread.graphId));
  // Together with what it is to draw, not after it.
  useEffect(() => void load(), []);
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
