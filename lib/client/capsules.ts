import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { CapsuleAnswer, CapsulePreview, CapsuleRequest } from '@/lib/contracts/capsule';
import { request, requestFile, threadPath } from './api';
import { saveFile } from './save-file';
import { threadKeys } from './threads';

/** What a capsule of the thread would hold. */
export function capsulePreviewQuery(threadId: string, body: CapsuleRequest) {
  return queryOptions({
    queryKey: ['capsule', threadId, body] as const,
    queryFn: ({ signal }) =>
      request<CapsulePreview>(`${threadPath(threadId)}/capsule/preview`, { method: 'POST', body, signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });
}

/** Saves a capsule of each thread as a file, one after another. Answers the files' names. */
export function useExportThreads() {
  return useMutation({
    mutationFn: async ({ threadIds, body }: { threadIds: readonly string[]; body: CapsuleRequest }) => {
      const names: string[] = [];
      for (const threadId of threadIds) {
        const { blob, name } = await requestFile(`${threadPath(threadId)}/capsule`, { method: 'POST', body });
        saveFile(blob, name);
        names.push(name);
      }
      return names;
    },
  });
}

/** Adds the thread of a capsule. `as`: under its own id, or a new one. */
export function useImportCapsule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ file, as }: { file: File; as: 'same' | 'new' }) =>
      request<CapsuleAnswer>('/capsules', { method: 'POST', file, query: { as } }),
    onSettled: () => client.invalidateQueries({ queryKey: threadKeys.lists }),
  });
}

/** Opens a capsule read-only. */
export function useOpenCapsule() {
  return useMutation({
    mutationFn: (file: File) =>
      request<CapsuleAnswer>('/capsules/open', { method: 'POST', file, query: { name: file.name.slice(0, 255) } }),
  });
}
