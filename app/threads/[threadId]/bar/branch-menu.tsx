'use client';

import { GitBranch } from 'lucide-react';
import { columnOf } from '@/lib/inspect/history';
import { orderBranches } from '@/lib/inspect/lanes';
import { atColumn, branchPath } from '@/lib/inspect/path';
import { useDebugger, useDebuggerActions } from '../debugger-model';

/** The branch shown, and a switch to another one at the same step. */
export function BranchMenu() {
  const { history, branchId: shownId, isFollowing } = useDebugger();
  const { select, follow, latest } = useDebuggerActions();
  if (shownId === null || history.branches.length === 0) return null;
  const show = (branchId: string) => {
    if (isFollowing) return follow(branchId);
    const { selection } = latest();
    if (!selection) return;
    const checkpointId = atColumn(history, branchPath(history, branchId), columnOf(history, selection.checkpointId));
    if (checkpointId !== undefined) select({ checkpointId, branchId }, { isJump: true });
  };
  return (
    <label className="relative flex h-7 items-center gap-1.5 rounded-md border border-transparent pl-2 text-fg-2 focus-within:border-now hover:bg-hover">
      <GitBranch aria-hidden size={13} />
      <span className="sr-only">Branch shown</span>
      <select
        value={shownId}
        onChange={(event) => show(event.target.value)}
        className="h-full max-w-48 cursor-pointer rounded-md bg-transparent pr-2 font-medium text-fg outline-none [&>option]:bg-raised [&>option]:text-fg"
      >
        {orderBranches(history.branches).map((branch) => (
          <option key={branch.branchId} value={branch.branchId}>
            {branch.name}
            {branch.isHead && history.branches.length > 1 ? ' (head)' : ''}
          </option>
        ))}
      </select>
    </label>
  );
}
