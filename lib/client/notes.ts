import { useMutation, useQueryClient } from '@tanstack/react-query';
import { debuggerThreadPath, request } from './api';
import { timelineKeys } from './timeline';

/** Writes the note of a checkpoint; an empty text removes it. */
export function useWriteNote(threadId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ checkpointId, text }: { checkpointId: string; text: string }) => {
      const path = `${debuggerThreadPath(threadId)}/notes/${encodeURIComponent(checkpointId)}`;
      return text.trim() === ''
        ? request<void>(path, { method: 'DELETE' })
        : request<void>(path, { method: 'PUT', body: { text } });
    },
    onSettled: () => client.invalidateQueries({ queryKey: timelineKeys.thread(threadId) }),
  });
}
