'use client';

import { Pause } from 'lucide-react';
import { useId, useState } from 'react';
import { type RunPosition, useAnswerInterrupts } from '@/lib/client/mutations';
import { useSelection } from '@/lib/client/selection';
import { useAnswerDrafts } from '@/lib/client/use-answer-drafts';
import { Button } from '../ui/button';
import { cx } from '../ui/cx';
import { type AnswerDraft, answerOf, emptyAnswer } from './answer';
import { type AskedQuestion, QuestionCard } from './question-card';
import { readQuestion } from './read-question';

interface QuestionFormProps {
  threadId: string;
  graphId: string;
  questions: { id: string; node: string; value: unknown }[];
  at: RunPosition;
  isRunning: boolean;
}

/** A card for each question. Of several, one, some or all are answered; what is not goes on waiting. */
export function QuestionForm({ threadId, graphId, questions, at, isRunning }: QuestionFormProps) {
  const titleId = useId();
  const { drafts, keep, drop } = useAnswerDrafts<AnswerDraft>(threadId);
  const [triedIds, setTriedIds] = useState<readonly string[]>([]);
  const { select } = useSelection();
  const send = useAnswerInterrupts(threadId);

  const asked: AskedQuestion[] = questions.map((question) => {
    const read = readQuestion(question.value);
    const draft = drafts[question.id] ?? emptyAnswer(read.answer);
    return { ...question, ...read, draft, given: answerOf(read.answer, draft) };
  });
  const isPast = 'checkpointId' in at;
  const isBusy = send.isPending || isRunning;
  const ready = asked.filter(({ given }) => given.ok);

  const submit = (chosen: readonly AskedQuestion[]) => {
    setTriedIds([...triedIds, ...chosen.map(({ id }) => id)]);
    if (isBusy || chosen.length === 0 || chosen.some(({ given }) => !given.ok)) return;
    const answers = Object.fromEntries(chosen.map(({ id, given }) => [id, given.ok ? given.value : null]));
    // Follow what the answer leads to. At once where that is known: a person who has moved on meanwhile is not fetched back.
    const follow = (branchId: string | null) => select({ checkpointId: null, branchId }, { history: 'push' });
    if (!isPast) follow(at.branchId);
    const onSent = () => {
      drop(Object.keys(answers));
      // The new branch is the head from now on.
      if (isPast) follow(null);
    };
    // By the promise: the question may be gone from the page before the server has answered. A failure is shown below.
    send.mutateAsync({ graphId, at, answers }).then(onSent, () => undefined);
  };
  const [only] = asked.length === 1 ? asked : [];
  const sendsOnChoice = only?.answer.kind === 'choice' && !only.draft.isFree;
  const choose = (question: AskedQuestion, chosen: number) => {
    const draft = { ...question.draft, chosen };
    keep(question.id, draft);
    if (sendsOnChoice) submit([{ ...question, draft, given: answerOf(question.answer, draft) }]);
  };

  return (
    <section
      aria-labelledby={titleId}
      className="m-3 flex min-h-0 flex-col rounded-lg border border-wait/50 bg-surface"
    >
      <h3
        id={titleId}
        className="flex min-h-8 shrink-0 items-center gap-2 rounded-t-lg bg-wait-soft px-3 font-medium text-wait"
      >
        <Pause aria-hidden size={13} className="fill-current" />
        {only ? `${only.node} asks` : `${asked.length} questions wait`}
      </h3>
      <div className={cx('flex min-h-0 flex-col divide-y', !only && 'min-h-24 overflow-auto')}>
        {asked.map((question) => (
          <QuestionCard
            key={question.id}
            question={question}
            isAlone={question === only}
            sendsOnChoice={sendsOnChoice}
            showsMisfits={triedIds.includes(question.id)}
            isBusy={isBusy}
            onChange={(draft) => keep(question.id, draft)}
            onChoose={(chosen) => choose(question, chosen)}
            onSend={() => submit([question])}
          />
        ))}
      </div>
      <div
        className={cx(
          'flex shrink-0 flex-wrap items-center gap-x-3 gap-y-2 px-3 pb-3 empty:hidden',
          !only && 'border-t pt-3',
        )}
      >
        {!only && (
          <>
            <Button tone="wait" isBusy={isBusy} disabled={ready.length === 0} onClick={() => submit(ready)}>
              {ready.length === asked.length
                ? `Send all ${asked.length} answers`
                : `Send ${ready.length} of ${asked.length} answers`}
            </Button>
            <span className="text-xs text-fg-2">{restText(asked.length - ready.length)}</span>
          </>
        )}
        {isPast && (
          <span className="text-xs text-edit">
            {only ? 'This question lies' : 'These questions lie'} in the past: answering makes a branch.
          </span>
        )}
        {isRunning && <span className="text-xs text-fg-2">This branch is running.</span>}
        {send.error !== null && (
          <p role="alert" className="w-full break-words text-fail">
            {send.error.message}
          </p>
        )}
      </div>
    </section>
  );
}

function restText(count: number): string | null {
  if (count === 0) return null;
  return count === 1 ? 'one goes on waiting' : `${count} go on waiting`;
}
