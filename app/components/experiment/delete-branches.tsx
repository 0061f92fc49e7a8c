'use client';

import { useQuery } from '@tanstack/react-query';
import { branchesDeletionQuery, useDeleteBranches } from '@/lib/client/branches';
import { Button } from '../ui/button';
import { formatBytes, formatCount } from '../ui/format';

interface DeleteBranchesProps {
  threadId: string;
  branchIds: string[];
  onDelete: (branchIds: string[]) => void;
  onClose: () => void;
}

/** Says what goes before it goes; branches that can't go, or went meanwhile, stay out of it. */
export function DeleteBranches({ threadId, branchIds, onDelete, onClose }: DeleteBranchesProps) {
  const preview = useQuery(branchesDeletionQuery(threadId, branchIds));
  const deletion = useDeleteBranches(threadId);
  const left = deletion.data?.branches.find((each) => each.refusal !== null && !each.isGone)?.refusal ?? null;
  const trouble = deletion.error?.message ?? left ?? preview.error?.message ?? null;
  const asked = preview.data?.branches ?? [];
  const going = asked.flatMap((each) => (each.refusal === null ? [each] : []));
  const checkpoints = going.reduce((sum, each) => sum + each.checkpoints, 0);
  const bytes = going.reduce((sum, each) => sum + each.bytes, 0);
  const refusal = asked.find((each) => each.refusal !== null && !each.isGone)?.refusal;
  const staying = branchIds.length - going.length;
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-md border border-fail/40 bg-fail-soft px-3 py-1.5 text-sm">
      <p role={trouble === null ? 'status' : 'alert'} className="min-w-0 flex-1">
        {trouble !== null
          ? trouble
          : preview.isLoading
            ? 'Looking at what these branches would take with them…'
            : going.length === 0
              ? (refusal ?? 'These branches are gone already.')
              : `Delete ${formatCount(going.length, 'branch', 'branches')}? They take ${formatCount(checkpoints, 'checkpoint')}, ${formatBytes(bytes)}, for good.${staying === 0 ? '' : ` ${staying} stay: ${refusal ?? 'they are gone already'}.`}`}
      </p>
      {trouble === null && going.length > 0 && (
        <Button
          tone="danger"
          isBusy={deletion.isPending}
          onClick={() => {
            const ids = going.map(({ branchId }) => branchId);
            onDelete(ids);
            deletion.mutate(ids, {
              onSuccess: ({ branches }) => {
                if (branches.every((each) => each.refusal === null || each.isGone)) onClose();
              },
            });
          }}
        >
          Delete {formatCount(going.length, 'branch', 'branches')}
        </Button>
      )}
      <Button onClick={onClose}>{trouble === null && going.length > 0 ? 'Cancel' : 'Close'}</Button>
    </div>
  );
}
