'use client';

import { Pause } from 'lucide-react';
import { useId, useState } from 'react';
import { type RunPosition, useAnswerInterrupts } from '@/lib/client/mutations';
import { useSelection } from '@/lib/client/selection';
import { Button } from '../ui/button';
import { cx } from '../ui/cx';
import { type AnswerDraft, answerOf, emptyAnswer } from './answer';
import { AnswerFields } from './answer-fields';
import { QuestionView } from './question-view';
import { readQuestion } from './read-question';

interface QuestionFormProps {
  threadId: string;
  graphId: string;
  questions: { id: string; node: string; value: unknown }[];
  at: RunPosition;
  isRunning: boolean;
}

/** One question with buttons is answered by the click; several are answered together. */
export function QuestionForm({ threadId, graphId, questions, at, isRunning }: QuestionFormProps) {
  const titleId = useId();
  const [asked] = useState(() => questions.map((question) => ({ ...question, ...readQuestion(question.value) })));
  const [drafts, setDrafts] = useState(() => asked.map(({ answer }) => emptyAnswer(answer)));
  const [showsMisfits, setShowsMisfits] = useState(false);
  const { select } = useSelection();
  const send = useAnswerInterrupts(threadId);

  const answers = asked.map(({ answer }, index) => answerOf(answer, drafts[index]!));
  const missing = answers.filter((answer) => !answer.ok).length;
  const isPast = 'checkpointId' in at;
  const isBusy = send.isPending || isRunning;

  const submit = (next: AnswerDraft[]) => {
    const ready = asked.map(({ id, answer }, index) => ({ id, answer: answerOf(answer, next[index]!) }));
    setShowsMisfits(true);
    if (isBusy || ready.some(({ answer }) => !answer.ok)) return;
    const byId = Object.fromEntries(ready.map(({ id, answer }) => [id, answer.ok ? answer.value : null]));
    send.mutate(
      { graphId, at, answers: byId },
      // Follow what the answer leads to: the branch's tip, or the new branch, which is the head from now on.
      { onSuccess: () => select({ checkpointId: null, branchId: isPast ? null : at.branchId }, { history: 'push' }) },
    );
  };
  const change = (index: number, draft: AnswerDraft) => setDrafts(drafts.with(index, draft));
  const sendsOnChoice = asked.length === 1 && asked[0]?.answer.kind === 'choice' && drafts[0]?.isFree === false;

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
        {asked.length === 1 ? `${asked[0]!.node} asks` : `${asked.length} questions wait`}
      </h3>
      <div className={cx('flex min-h-0 flex-col divide-y', asked.length > 1 && 'min-h-24 overflow-auto')}>
        {asked.map((question, index) => (
          <div key={question.id} className={cx('flex flex-col pt-3', asked.length === 1 ? 'min-h-0' : 'shrink-0')}>
            <QuestionView question={question} node={asked.length > 1 ? question.node : null} />
            <AnswerFields
              kind={question.answer}
              draft={drafts[index]!}
              answer={answers[index]!}
              showsMisfits={showsMisfits}
              isBusy={isBusy}
              onChange={(draft) => change(index, draft)}
              onChoose={(chosen) => {
                const next = drafts.with(index, { ...drafts[index]!, chosen });
                setDrafts(next);
                if (sendsOnChoice) submit(next);
              }}
            />
          </div>
        ))}
      </div>
      <div
        className={cx(
          'flex shrink-0 flex-wrap items-center gap-x-3 gap-y-2 px-3 pb-3 empty:hidden',
          asked.length > 1 && 'border-t pt-3',
        )}
      >
        {!sendsOnChoice && (
          <Button tone="wait" isBusy={isBusy} onClick={() => submit(drafts)}>
            {asked.length === 1 ? 'Answer' : `Send ${asked.length} answers`}
          </Button>
        )}
        {!sendsOnChoice && asked.length > 1 && missing > 0 && (
          <span className="text-xs text-fg-2">{missing} not answered yet</span>
        )}
        {isPast && (
          <span className="text-xs text-edit">This question lies in the past: answering it makes a branch.</span>
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
