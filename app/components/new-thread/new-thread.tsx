'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { graphQuery } from '@/lib/client/graphs';
import type { GraphCard } from '@/lib/contracts/debugger';
import { GraphShape } from '../graph-shape/graph-shape';
import { GraphCardView } from '../home/graph-card';
import { buttonClass } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { ErrorState } from '../ui/error-state';
import { Skeleton } from '../ui/skeleton';
import { InputForm } from './input-form';

export function NewThread({ graphId }: { graphId: string }) {
  const graph = useQuery(graphQuery(graphId));
  if (graph.isError) {
    return <ErrorState title="The graph could not be read" error={graph.error} onRetry={() => graph.refetch()} />;
  }
  if (graph.isPending) return <FormSkeleton />;
  if (graph.data === undefined) {
    return (
      <EmptyState
        title={`There is no graph “${graphId}”`}
        action={
          <Link href="/" className={buttonClass()}>
            See all graphs
          </Link>
        }
      >
        The configuration file does not name it.
      </EmptyState>
    );
  }
  if (graph.data.graph === undefined) {
    return (
      <div className="mx-auto flex w-full max-w-160">
        <GraphCardView card={graph.data} />
      </div>
    );
  }
  return <Loaded card={graph.data} graph={graph.data.graph} />;
}

function Loaded({ card, graph }: { card: GraphCard; graph: NonNullable<GraphCard['graph']> }) {
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <div className="flex flex-wrap items-center gap-x-8 gap-y-3">
        <div className="min-w-0">
          <h1 className="text-lg font-semibold">
            New thread of <span className="font-mono">{card.graphId}</span>
          </h1>
          <p className="text-fg-2">
            {card.description ?? 'Fill in the input, then run. You can go back to every step later.'}
          </p>
        </div>
        <div className="ml-auto flex max-h-24 max-w-full min-w-0 items-center overflow-hidden">
          <GraphShape graph={graph} label={`Shape of ${card.graphId}`} />
        </div>
      </div>
      <InputForm key={card.graphId} card={card} />
    </div>
  );
}

function FormSkeleton() {
  return (
    <div aria-busy="true" className="flex flex-col gap-4">
      <span className="sr-only">Loading the input form</span>
      <Skeleton className="h-6 w-72" />
      <div className="grid gap-4 lg:grid-cols-2">
        <Skeleton className="h-72 w-full" />
        <Skeleton className="h-72 w-full" />
      </div>
    </div>
  );
}
