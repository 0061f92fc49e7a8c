'use client';

import { useState } from 'react';

/** The threads that a person has ticked, by id. */
export interface ChosenThreads {
  ids: ReadonlySet<string>;
  toggle: (threadId: string) => void;
  /** Ticks all of these, or none when they are ticked already. */
  toggleAll: (threadIds: string[]) => void;
  clear: () => void;
}

export function useChosenThreads(): ChosenThreads {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const toggle = (threadId: string) => {
    const next = new Set(ids);
    if (!next.delete(threadId)) next.add(threadId);
    setIds(next);
  };
  const toggleAll = (threadIds: string[]) =>
    setIds(threadIds.every((threadId) => ids.has(threadId)) ? new Set() : new Set(threadIds));
  return { ids, toggle, toggleAll, clear: () => setIds(new Set()) };
}
