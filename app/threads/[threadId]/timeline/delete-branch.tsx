'use client';

import { useQuery } from '@tanstack/react-query';
import { Button } from '@/app/components/ui/button';
import { onEscape } from '@/app/components/ui/on-key';
import { branchDeletionQuery, useDeleteBranch } from '@/lib/client/branches';
import { formatBytes, formatCount } from '../../../components/ui/format';
import { useDebugger, useDebuggerActions } from '../debugger-model';

/** Says what goes before it goes, or why it can't. */
export function DeleteBranch({ branchId, onClose }: { branchId: string; onClose: () => void }) {
  const { threadId, timeline, branchId: shownId } = useDebugger();
  const { follow } = useDebuggerActions();
  const preview = useQuery(branchDeletionQuery(threadId, branchId));
  const deletion = useDeleteBranch(threadId);
  const nameOf = (id: string) => timeline.branches.find((branch) => branch.branchId === id)?.name ?? id;
  const isHead = timeline.branches.some((branch) => branch.branchId === branchId && branch.isHead);
  const error = deletion.error ?? preview.error;
  const trouble = error?.message ?? preview.data?.refusal ?? null;
  const goes = preview.data?.refusal === null ? preview.data : undefined;

  const remove = () =>
    deletion.mutate(branchId, {
      onSuccess: () => {
        if (shownId === branchId) follow(null);
        onClose();
      },
    });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is listened for on behalf of the buttons inside.
    <div
      onKeyDown={onEscape(onClose)}
      className="flex shrink-0 items-center gap-3 border-b border-fail/40 bg-fail-soft px-3 py-1.5 text-sm"
    >
      <p role={trouble !== null ? 'alert' : 'status'} className="min-w-0 flex-1">
        {trouble !== null ? (
          trouble
        ) : goes ? (
          <>
            <strong className="font-medium">Delete “{nameOf(branchId)}”?</strong> It takes{' '}
            {formatCount(goes.checkpoints, 'checkpoint')}, {formatBytes(goes.bytes)}, for good. The other branches stay
            as they are{isHead && `; ${nameOf(goes.headBranchId)} becomes the head`}.
          </>
        ) : (
          `Looking at what branch ${nameOf(branchId)} would take with it…`
        )}
      </p>
      {trouble === null && (
        <Button tone="danger" isBusy={deletion.isPending} disabled={!goes} autoFocus onClick={remove}>
          Delete branch
        </Button>
      )}
      <Button onClick={onClose}>{trouble !== null ? 'Close' : 'Cancel'}</Button>
    </div>
  );
}
