import { queryOptions } from '@tanstack/react-query';
import type { GraphCard } from '@/lib/contracts/debugger';
import { request } from './api';

export interface Graphs {
  graphs: GraphCard[];
  workingDirectory: string;
}

export const graphKeys = { all: ['graphs'] as const };

export const graphsPath = '/debugger/graphs';

export const graphsQuery = queryOptions({
  queryKey: graphKeys.all,
  queryFn: ({ signal }) => request<Graphs>(graphsPath, { signal }),
});

/** One graph out of the list that all pages share; undefined when the configuration does not name it (any more). */
export function graphQuery(graphId: string | null) {
  return queryOptions({
    ...graphsQuery,
    select: ({ graphs }: Graphs) => graphs.find((graph) => graph.graphId === graphId),
  });
}
