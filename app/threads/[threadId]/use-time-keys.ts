'use client';

import { useKeys } from '@/lib/client/use-keys';
import { type Move, moveSelection } from '@/lib/inspect/path';
import { useDebugger, useDebuggerActions } from './debugger-model';
import { useFindHits } from './find/find-context';

/** The keys that move in time. */
export function useTimeKeys(): void {
  const { history, branchId } = useDebugger();
  const { select, follow, latest } = useDebuggerActions();
  const hits = useFindHits();
  const to = (move: Move) =>
    branchId !== null
      ? () => {
          const { selection } = latest();
          if (!selection) return;
          const next = moveSelection(history, selection, move, hits);
          if (next.checkpointId !== selection.checkpointId || next.branchId !== selection.branchId) select(next);
        }
      : undefined;
  useKeys({
    'time.previous': to('previous'),
    'time.next': to('next'),
    'time.previous-landmark': to('previous-landmark'),
    'time.next-landmark': to('next-landmark'),
    'time.branch-above': to('branch-above'),
    'time.branch-below': to('branch-below'),
    'time.first': to('first'),
    'time.last': branchId !== null ? () => follow(branchId) : undefined,
  });
}
