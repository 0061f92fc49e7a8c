'use client';

import { useCallback, useMemo } from 'react';
import { useKept } from './use-kept';

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
  const key = useMemo(() => answerDraftKeys.thread(threadId), [threadId]);
  const [drafts, change] = useKept<Drafts<Draft>>(key, NONE);
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
