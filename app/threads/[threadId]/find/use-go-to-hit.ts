'use client';

import { positionOnPath } from '@/lib/inspect/path';
import { useDebugger, useDebuggerActions } from '../debugger-model';

/** Selects a hit, on the branch shown if that goes through it. */
export function useGoToHit(): (checkpointId: string) => void {
  const { history, branchId: shownId, shownPath } = useDebugger();
  const { select } = useDebuggerActions();
  return (checkpointId) => {
    const isOnPath = positionOnPath(history, shownPath, checkpointId) >= 0;
    const branchId = isOnPath ? shownId : history.byId.get(checkpointId)?.branchId;
    if (branchId) select({ checkpointId, branchId }, { isJump: true });
  };
}
