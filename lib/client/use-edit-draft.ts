'use client';

import { type QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { type EditDraft, EMPTY_DRAFT, isDirty } from './edit-draft';
import { answerDraftKeys } from './use-answer-drafts';

const draftKeys = {
  all: ['edit-drafts'] as const,
  detail: (threadId: string, checkpointId: string) => [...draftKeys.all, threadId, checkpointId] as const,
};

/** Drafts live beside the server's state for as long as the page does, so scrubbing away and back loses nothing. */
function draftQuery(threadId: string, checkpointId: string) {
  return queryOptions<EditDraft>({
    queryKey: draftKeys.detail(threadId, checkpointId),
    queryFn: () => EMPTY_DRAFT,
    initialData: EMPTY_DRAFT,
    enabled: false,
    gcTime: Number.POSITIVE_INFINITY,
  });
}

export function useEditDraft(
  threadId: string,
  checkpointId: string,
): [EditDraft, (change: (draft: EditDraft) => EditDraft) => void] {
  const client = useQueryClient();
  const { data } = useQuery(draftQuery(threadId, checkpointId));
  const change = useCallback(
    (next: (draft: EditDraft) => EditDraft) => {
      client.setQueryData<EditDraft>(draftKeys.detail(threadId, checkpointId), (draft) => next(draft ?? EMPTY_DRAFT));
    },
    [client, threadId, checkpointId],
  );
  return [data, change];
}

/** Warns before the page is left while any edit is unsaved or any answer unsent. Mounted once, in providers.tsx. */
export function useDraftGuard(): void {
  const client = useQueryClient();
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (hasUnsavedDraft(client)) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [client]);
}

function hasUnsavedDraft(client: QueryClient): boolean {
  const edits = client.getQueriesData<EditDraft>({ queryKey: draftKeys.all });
  const answers = client.getQueriesData<object>({ queryKey: answerDraftKeys.all });
  return (
    edits.some(([, draft]) => draft !== undefined && isDirty(draft)) ||
    answers.some(([, drafts]) => drafts !== undefined && Object.keys(drafts).length > 0)
  );
}
