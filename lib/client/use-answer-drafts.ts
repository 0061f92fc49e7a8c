'use client';

import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';

export const answerDraftKeys = {
  all: ['answer-drafts'] as const,
  thread: (threadId: string) => [...answerDraftKeys.all, threadId] as const,
};

type Drafts<Draft> = Readonly<Record<string, Draft>>;
const NONE: Drafts<never> = {};

/** Answers that are begun and not sent, by the question's id: scrubbing away and back loses none, nor does an answer to another. */
export function useAnswerDrafts<Draft>(threadId: string): {
  drafts: Drafts<Draft>;
  keep: (questionId: string, draft: Draft) => void;
  drop: (questionIds: readonly string[]) => void;
} {
  const client = useQueryClient();
  const { data: drafts } = useQuery(
    queryOptions<Drafts<Draft>>({
      queryKey: answerDraftKeys.thread(threadId),
      queryFn: () => NONE,
      initialData: NONE,
      enabled: false,
      gcTime: Number.POSITIVE_INFINITY,
    }),
  );
  const change = useCallback(
    (next: (known: Drafts<Draft>) => Drafts<Draft>) => {
      client.setQueryData<Drafts<Draft>>(answerDraftKeys.thread(threadId), (known) => next(known ?? NONE));
    },
    [client, threadId],
  );
  const keep = useCallback(
    (questionId: string, draft: Draft) => change((known) => ({ ...known, [questionId]: draft })),
    [change],
  );
  const drop = useCallback(
    (questionIds: readonly string[]) =>
      change((known) => Object.fromEntries(Object.entries(known).filter(([id]) => !questionIds.includes(id)))),
    [change],
  );
  return { drafts, keep, drop };
}
