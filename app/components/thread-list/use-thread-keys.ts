'use client';

import type { RefObject } from 'react';
import { useKeys } from '@/lib/client/use-keys';

/** Marks the link that a row is reached by. */
export const ROW_LINK = 'data-thread-link';

/** Keys of the list: the row that has the focus is the cursor, so that Enter opens it as any link. */
export function useThreadKeys(list: RefObject<HTMLElement | null>, toggle: (threadId: string) => void): void {
  const links = () => [...(list.current?.querySelectorAll<HTMLElement>(`[${ROW_LINK}]`) ?? [])];
  const cursor = () => {
    const row = document.activeElement?.closest('tr');
    return row == null ? -1 : links().findIndex((link) => row.contains(link));
  };
  const move = (by: number) => {
    const all = links();
    const at = cursor();
    const next = all[at === -1 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))];
    next?.focus();
    return next !== undefined;
  };
  useKeys({
    'threads.search': () => {
      const field = list.current?.querySelector<HTMLInputElement>('input[type="search"]');
      field?.focus();
      field?.select();
      return field != null;
    },
    'threads.next': () => move(1),
    'threads.previous': () => move(-1),
    'threads.choose': () => {
      const threadId = links()[cursor()]?.getAttribute(ROW_LINK);
      if (threadId == null) return false;
      toggle(threadId);
    },
  });
}
