'use client';

import { useCallback, useSyncExternalStore } from 'react';

/** A list that this browser keeps for each graph. Its tabs share it. */
export interface KeptList<Item> {
  /** Equal texts are one list. */
  read: (graphId: string) => Item[];
  write: (graphId: string, list: Item[]) => void;
  subscribe: (listener: () => void) => () => void;
}

export type ChangeList<Item> = (change: (list: Item[]) => Item[]) => void;

/**
 * @param name what is kept, a part of its key in the browser's storage
 * @param parse gives the list of a stored text; of null, and of a text that it can't read, an empty one
 */
export function keptList<Item>(name: string, parse: (text: string | null) => Item[]): KeptList<Item> {
  const keyOf = (graphId: string) => `retrograph-${name}-${graphId}`;
  /** By graph: the last text read, and what it says. */
  const known = new Map<string, { text: string | null; list: Item[] }>();
  const listeners = new Set<() => void>();

  const read = (graphId: string): Item[] => {
    const text = localStorage.getItem(keyOf(graphId));
    const last = known.get(graphId);
    if (last?.text === text) return last.list;
    const list = parse(text);
    known.set(graphId, { text, list });
    return list;
  };
  const write = (graphId: string, list: Item[]): void => {
    if (list.length === 0) localStorage.removeItem(keyOf(graphId));
    else localStorage.setItem(keyOf(graphId), JSON.stringify(list));
    for (const listener of listeners) listener();
  };
  /** The browser tells of the other tabs' changes. */
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    window.addEventListener('storage', listener);
    return () => {
      listeners.delete(listener);
      window.removeEventListener('storage', listener);
    };
  };

  return { read, write, subscribe };
}

const NONE: never[] = [];

/** The list, and how it changes; an empty one for a thread that names no graph. */
export function useKeptList<Item>(kept: KeptList<Item>, graphId: string | null): [Item[], ChangeList<Item>] {
  const list = useSyncExternalStore(
    kept.subscribe,
    () => (graphId === null ? NONE : kept.read(graphId)),
    () => NONE,
  );
  const change = useCallback<ChangeList<Item>>(
    (next) => {
      if (graphId !== null) kept.write(graphId, next(kept.read(graphId)));
    },
    [kept, graphId],
  );
  return [list, change];
}
