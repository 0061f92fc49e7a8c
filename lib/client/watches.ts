'use client';

import { useCallback, useSyncExternalStore } from 'react';
import type { TreePath } from '@/lib/inspect/tree-items';
import { parseWatches } from '@/lib/inspect/watch-list';

// Watches belong to a graph and to this browser, as breakpoints do: they are about what a graph's state holds.

const keyOf = (graphId: string) => `retrograph-watches-${graphId}`;
const EMPTY: TreePath[] = [];
/** By graph: the last text read, and what it says, so that equal texts are one list. */
const lists = new Map<string, { text: string | null; list: TreePath[] }>();
const listeners = new Set<() => void>();

function readWatches(graphId: string): TreePath[] {
  const text = localStorage.getItem(keyOf(graphId));
  const known = lists.get(graphId);
  if (known?.text === text) return known.list;
  const list = parseWatches(text);
  lists.set(graphId, { text, list });
  return list;
}

function writeWatches(graphId: string, list: TreePath[]): void {
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

/** The paths that are watched in a graph's threads; none for a thread that names no graph. */
export function useWatches(
  graphId: string | null,
): [readonly TreePath[], (change: (list: TreePath[]) => TreePath[]) => void] {
  const list = useSyncExternalStore(
    subscribe,
    () => (graphId === null ? EMPTY : readWatches(graphId)),
    () => EMPTY,
  );
  const change = useCallback(
    (next: (list: TreePath[]) => TreePath[]) => {
      if (graphId !== null) writeWatches(graphId, next(readWatches(graphId)));
    },
    [graphId],
  );
  return [list, change];
}
