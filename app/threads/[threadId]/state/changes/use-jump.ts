'use client';

import { useRef, useState } from 'react';
import { useHandler } from '@/app/components/ui/use-handler';
import type { ValueChange } from '@/lib/contracts/changes';
import { useDebuggerActions } from '../../debugger-model';

type Direction = 'back' | 'onward';

/** Why a jump led nowhere. It is of the step at which it was tried, and goes when one leaves that. */
export interface JumpNote {
  checkpointId: string;
  text: string;
}

const NO_MORE: Record<Direction, string> = { back: 'No change before this step', onward: 'No change after this step' };

/** One jump at a time: while one looks for its step, others are left out. */
export function useJump(go: (direction: Direction) => Promise<ValueChange | null>) {
  const { latest } = useDebuggerActions();
  const [note, setNote] = useState<JumpNote | null>(null);
  const isBusy = useRef(false);
  const jump = useHandler((direction: Direction) => {
    if (isBusy.current) return;
    isBusy.current = true;
    const checkpointId = latest().selection?.checkpointId ?? '';
    setNote(null);
    go(direction)
      .then((change) => {
        if (change === null) setNote({ checkpointId, text: NO_MORE[direction] });
      })
      .catch((error: unknown) =>
        setNote({ checkpointId, text: error instanceof Error ? error.message : String(error) }),
      )
      .finally(() => {
        isBusy.current = false;
      });
  });
  return { jump, note };
}
