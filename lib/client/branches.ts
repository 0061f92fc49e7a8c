import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { BranchDeletion, BranchRefusal } from '@/lib/contracts/branches';
import type { BranchPatch, BranchSummary } from '@/lib/contracts/debugger';
import { debuggerThreadPath, request } from './api';
import { experimentKeys } from './experiments';
import { stateKeys } from './states';
import { timelineKeys } from './timeline';

function branchPath(threadId: string, branchId: string): string {
  return `${debuggerThreadPath(threadId)}/branches/${encodeURIComponent(branchId)}`;
}

/** Renames a branch, hides or shows it, or makes it the head. */
export function useChangeBranch(threadId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ branchId, patch }: { branchId: string; patch: BranchPatch }) =>
      request<BranchSummary>(branchPath(threadId, branchId), { method: 'PATCH', body: patch }),
    onSettled: () => client.invalidateQueries({ queryKey: timelineKeys.thread(threadId) }),
  });
}

/** What deleting a branch would take; nothing is removed. */
export function branchDeletionQuery(threadId: string, branchId: string) {
  return queryOptions({
    queryKey: ['branch-deletion', threadId, branchId] as const,
    queryFn: ({ signal }) =>
      request<BranchDeletion | BranchRefusal>(branchPath(threadId, branchId), {
        method: 'DELETE',
        query: { dryRun: 'true' },
        signal,
      }),
    staleTime: 0,
    gcTime: 0,
  });
}

/** One after another; the first that can't go ends it, and says why. */
export function useDeleteBranches(threadId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (branchIds: string[]) => {
      for (const branchId of branchIds) {
        await request<BranchDeletion>(branchPath(threadId, branchId), { method: 'DELETE' });
      }
    },
    onSettled: () =>
      Promise.all(
        [timelineKeys.thread(threadId), stateKeys.thread(threadId), experimentKeys.thread(threadId)].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  });
}
