import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { PruneAnswer } from '@/lib/contracts/prune';
import { request, threadPath } from './api';
import { stateKeys } from './states';
import { type PruneRule, threadKeys } from './threads';
import { timelineKeys } from './timeline';

export function useDeleteThread() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (threadId: string) => request<void>(threadPath(threadId), { method: 'DELETE' }),
    onSuccess: (_, threadId) => {
      client.removeQueries({ queryKey: timelineKeys.thread(threadId) });
      client.removeQueries({ queryKey: stateKeys.thread(threadId) });
      return client.invalidateQueries({ queryKey: threadKeys.lists });
    },
  });
}

/** Deletes many threads with one request. */
export function useDeleteThreads() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (threadIds: string[]) =>
      request<{ pruned_count: number }>('/threads/prune', {
        method: 'POST',
        body: { thread_ids: threadIds, strategy: 'delete' },
      }),
    onSuccess: (_, threadIds) => {
      for (const threadId of threadIds) {
        client.removeQueries({ queryKey: timelineKeys.thread(threadId) });
        client.removeQueries({ queryKey: stateKeys.thread(threadId) });
      }
      return client.invalidateQueries({ queryKey: threadKeys.lists });
    },
  });
}

export type ThreadCopy =
  | { threadId: string; copyId: string; error: null }
  | { threadId: string; copyId: null; error: Error };

/** Copies threads one after another; one that cannot be copied holds up none of the others. */
export function useCopyThreads() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (threadIds: string[]) => {
      const copies: ThreadCopy[] = [];
      for (const threadId of threadIds) copies.push(await copyThread(threadId));
      return copies;
    },
    onSettled: () => client.invalidateQueries({ queryKey: threadKeys.lists }),
  });
}

async function copyThread(threadId: string): Promise<ThreadCopy> {
  try {
    const { thread_id } = await request<{ thread_id: string }>(`${threadPath(threadId)}/copy`, { method: 'POST' });
    return { threadId, copyId: thread_id, error: null };
  } catch (error) {
    return { threadId, copyId: null, error: error as Error };
  }
}

/** Removes what the rule lets go. */
export function usePruneThreads() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (rule: PruneRule) =>
      request<PruneAnswer>('/debugger/threads/prune', { method: 'POST', body: { ...rule, dryRun: false } }),
    onSuccess: () => {
      for (const queryKey of [threadKeys.all, timelineKeys.all]) void client.invalidateQueries({ queryKey });
    },
  });
}
