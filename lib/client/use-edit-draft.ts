'use client';

import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { type EditDraft, EMPTY_DRAFT, isDirty } from './edit-draft';
import { answerDraftKeys } from './use-answer-drafts';
import { useKept } from './use-kept';

const draftKeys = {
  all: ['edit-drafts'] as const,
  detail: (threadId: string, checkpointId: string) => [...draftKeys.all, threadId, checkpointId] as const,
};

/** What is edited at a checkpoint: scrubbing away and back loses nothing. */
export function useEditDraft(
  threadId: string,
  checkpointId: string,
): [EditDraft, (change: (draft: EditDraft) => EditDraft) => void] {
  const key = useMemo(() => draftKeys.detail(threadId, checkpointId), [threadId, checkpointId]);
  return useKept(key, EMPTY_DRAFT);
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
