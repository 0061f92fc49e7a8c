'use client';

import { useQuery } from '@tanstack/react-query';
import { Workflow } from 'lucide-react';
import { graphsQuery } from '@/lib/client/graphs';
import { EmptyState } from '../ui/empty-state';
import { ErrorState } from '../ui/error-state';
import { Skeleton } from '../ui/skeleton';
import { GraphCardView } from './graph-card';

export function GraphGrid() {
  return (
    <section aria-labelledby="graphs-title" className="flex min-w-0 flex-col gap-3">
      <h2 id="graphs-title" className="text-base font-semibold">
        Graphs
      </h2>
      <Cards />
    </section>
  );
}

function Cards() {
  const graphs = useQuery(graphsQuery);
  if (graphs.isError) {
    return <ErrorState title="The graphs could not be read" error={graphs.error} onRetry={() => graphs.refetch()} />;
  }
  if (graphs.isPending) return <CardSkeletons />;
  if (graphs.data.graphs.length === 0) {
    return (
      <EmptyState title="No graphs yet" icon={<Workflow aria-hidden size={20} />}>
        Name your graph files in <code className="font-mono text-xs">retrograph.json</code>, in the directory where you
        start Retrograph, for example{' '}
        <code className="font-mono text-xs">{'{ "graphs": { "mine": "./my-graph.ts:graph" } }'}</code>.
      </EmptyState>
    );
  }
  return (
    <ul className="grid gap-4 min-[1360px]:grid-cols-2">
      {graphs.data.graphs.map((card) => (
        <li key={card.graphId} className="flex min-w-0">
          <GraphCardView card={card} />
        </li>
      ))}
    </ul>
  );
}

function CardSkeletons() {
  return (
    <div aria-busy="true" className="grid gap-4 min-[1360px]:grid-cols-2">
      <span className="sr-only">Loading graphs</span>
      {['a', 'b', 'c', 'd'].map((key) => (
        <div key={key} className="flex flex-col gap-3 rounded-xl border bg-surface p-4">
          <Skeleton className="h-4 w-28" />
          <Skeleton className="h-28 w-full" />
          <Skeleton className="h-7 w-24" />
        </div>
      ))}
    </div>
  );
}
