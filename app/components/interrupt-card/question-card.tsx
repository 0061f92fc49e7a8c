'use client';

import { Button } from '../ui/button';
import { cx } from '../ui/cx';
import type { Answer, AnswerDraft } from './answer';
import { AnswerFields } from './answer-fields';
import { AnswerPreview } from './answer-preview';
import { QuestionView } from './question-view';
import type { Question } from './read-question';

export interface AskedQuestion extends Question {
  id: string;
  node: string;
  draft: AnswerDraft;
  given: Answer;
}

interface QuestionCardProps {
  question: AskedQuestion;
  isAlone: boolean;
  /** The click on a button answers. */
  sendsOnChoice: boolean;
  showsMisfits: boolean;
  isBusy: boolean;
  onChange: (draft: AnswerDraft) => void;
  onChoose: (chosen: number) => void;
  onSend: () => void;
}

/** One question, its answer, and what the node will get. */
export function QuestionCard(props: QuestionCardProps) {
  const { question, isAlone, sendsOnChoice, showsMisfits, isBusy, onChange, onChoose, onSend } = props;
  const { node, given } = question;
  return (
    <fieldset
      aria-label={isAlone ? undefined : `Question of ${node}`}
      className={cx('flex min-w-0 flex-col pt-3', isAlone ? 'min-h-0' : 'shrink-0')}
    >
      <QuestionView question={question} node={isAlone ? null : node} />
      <AnswerFields
        kind={question.answer}
        node={node}
        draft={question.draft}
        answer={given}
        showsMisfits={showsMisfits}
        isBusy={isBusy}
        onChange={onChange}
        onChoose={onChoose}
      />
      {!sendsOnChoice && (
        <div className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-2 px-3 pb-3">
          <Button tone={isAlone ? 'wait' : 'neutral'} isBusy={isBusy} onClick={onSend}>
            {isAlone ? 'Answer' : 'Answer only this'}
          </Button>
          <AnswerPreview node={node} answer={given} />
        </div>
      )}
    </fieldset>
  );
}
