'use client';

import { useEffect, useEffectEvent, useState } from 'react';
import type { TreeRow } from '@/lib/inspect/tree';

/** Calls `reveal` once for each row that is named, as soon as it is among the rows. */
export function useRevealedRow(
  rows: readonly TreeRow[],
  revealedId: string | null,
  reveal: (index: number) => void,
): void {
  const [doneId, setDoneId] = useState<string | null>(null);
  const index = revealedId === null || revealedId === doneId ? -1 : rows.findIndex((row) => row.id === revealedId);
  const onReveal = useEffectEvent(reveal);
  useEffect(() => {
    if (index < 0) return;
    onReveal(index);
    setDoneId(revealedId);
  }, [index, revealedId]);
}
