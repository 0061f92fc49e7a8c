'use client';

import { queryOptions } from '@tanstack/react-query';
import type { ConditionCheck, ConditionVerdict } from '@/lib/contracts/breakpoint';
import type { DrawableGraph } from '@/lib/contracts/debugger';
import { type KeptBreakpoint, parseBreakpoints } from '@/lib/inspect/breakpoint-list';
import { request } from './api';
import { type ChangeList, keptList, useKeptList } from './kept-list';

// Breakpoints belong to a graph and to this browser: they are about the graph's code, so that each of its threads has them,
// and they are a person's own, so that nobody else's runs stop at them.

const breakpoints = keptList('breakpoints', parseBreakpoints);

export const readBreakpoints = breakpoints.read;

export function useBreakpoints(graphId: string | null): [KeptBreakpoint[], ChangeList<KeptBreakpoint>] {
  return useKeptList(breakpoints, graphId);
}

/** Whether a text is JSONata, and what it says of the state at a checkpoint. */
export function conditionQuery(check: ConditionCheck) {
  return queryOptions({
    queryKey: ['condition', check] as const,
    queryFn: ({ signal }) =>
      request<ConditionVerdict>('/debugger/conditions/check', { method: 'POST', body: check, signal }),
    gcTime: 30_000,
    retry: false,
  });
}

/** The nodes of a graph and of the subgraphs that it declares, as breakpoints name them. */
export function breakpointNodesQuery(graphId: string) {
  return queryOptions({
    queryKey: ['graphs', 'nodes', graphId] as const,
    queryFn: ({ signal }) =>
      request<DrawableGraph>(`/assistants/${encodeURIComponent(graphId)}/graph`, { query: { xray: 'true' }, signal }),
    select: ({ nodes }) => nodes.filter((node) => node.type === 'runnable').map((node) => node.id.replaceAll(':', '|')),
  });
}
