'use client';

import { queryOptions } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import type { ConditionCheck, ConditionVerdict } from '@/lib/contracts/breakpoint';
import type { DrawableGraph } from '@/lib/contracts/debugger';
import { type KeptBreakpoint, parseBreakpoints } from '@/lib/inspect/breakpoint-list';
import { request } from './api';

// Breakpoints belong to a graph and to this browser: they are about the graph's code, so that each of its threads has them,
// and they are a person's own, so that nobody else's runs stop at them. All tabs share them.

const keyOf = (graphId: string) => `retrograph-breakpoints-${graphId}`;
const EMPTY: KeptBreakpoint[] = [];
/** By graph: the last text read, and what it says, so that equal texts are one list. */
const lists = new Map<string, { text: string | null; list: KeptBreakpoint[] }>();
const listeners = new Set<() => void>();

export function readBreakpoints(graphId: string): KeptBreakpoint[] {
  const text = localStorage.getItem(keyOf(graphId));
  const known = lists.get(graphId);
  if (known?.text === text) return known.list;
  const list = parseBreakpoints(text);
  lists.set(graphId, { text, list });
  return list;
}

function writeBreakpoints(graphId: string, list: KeptBreakpoint[]): void {
  if (list.length === 0) localStorage.removeItem(keyOf(graphId));
  else localStorage.setItem(keyOf(graphId), JSON.stringify(list));
  for (const listener of listeners) listener();
}

/** The browser tells of the other tabs' changes. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

export type ChangeBreakpoints = (change: (list: KeptBreakpoint[]) => KeptBreakpoint[]) => void;

/** A graph's breakpoints; none for a thread that names no graph. */
export function useBreakpoints(graphId: string | null): [KeptBreakpoint[], ChangeBreakpoints] {
  const list = useSyncExternalStore(
    subscribe,
    () => (graphId === null ? EMPTY : readBreakpoints(graphId)),
    () => EMPTY,
  );
  const change = useCallback<ChangeBreakpoints>(
    (next) => {
      if (graphId !== null) writeBreakpoints(graphId, next(readBreakpoints(graphId)));
    },
    [graphId],
  );
  return [list, change];
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
