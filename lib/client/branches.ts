import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type {
  BranchDeletion,
  BranchesDeletion,
  BranchesDeletionRequest,
  BranchRefusal,
} from '@/lib/contracts/branches';
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

/** The same of several. */
export function branchesDeletionQuery(threadId: string, branchIds: string[]) {
  return queryOptions({
    queryKey: ['branches-deletion', threadId, branchIds] as const,
    queryFn: ({ signal }) => askToDelete(threadId, { branchIds, dryRun: true }, signal),
    // None is left when all have just gone.
    enabled: branchIds.length > 0,
    staleTime: 0,
    gcTime: 0,
  });
}

export function useDeleteBranch(threadId: string) {
  const onSettled = useForgetThread(threadId);
  return useMutation({
    mutationFn: (branchId: string) => request<BranchDeletion>(branchPath(threadId, branchId), { method: 'DELETE' }),
    onSettled,
  });
}

/** Those that can't go stay, and the answer says why. */
export function useDeleteBranches(threadId: string) {
  const onSettled = useForgetThread(threadId);
  return useMutation({ mutationFn: (branchIds: string[]) => askToDelete(threadId, { branchIds }), onSettled });
}

function askToDelete(threadId: string, body: BranchesDeletionRequest, signal?: AbortSignal) {
  const path = `${debuggerThreadPath(threadId)}/branches/delete`;
  return request<BranchesDeletion>(path, { method: 'POST', body, signal });
}

function useForgetThread(threadId: string) {
  const client = useQueryClient();
  return () =>
    Promise.all(
      [timelineKeys.thread(threadId), stateKeys.thread(threadId), experimentKeys.thread(threadId)].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    );
}
