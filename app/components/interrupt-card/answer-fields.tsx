'use client';

import { SchemaForm } from '../schema-form/schema-form';
import { NO_MISFITS } from '../schema-form/validate';
import { Button } from '../ui/button';
import { Tooltip } from '../ui/tooltip';
import { type Answer, type AnswerDraft, answerOf } from './answer';
import { AnswerPreview } from './answer-preview';
import { FreeAnswer } from './free-answer';
import type { AnswerKind } from './read-question';

interface AnswerFieldsProps {
  kind: AnswerKind;
  /** Who gets it. */
  node: string;
  draft: AnswerDraft;
  answer: Answer;
  showsMisfits: boolean;
  isBusy: boolean;
  onChange: (draft: AnswerDraft) => void;
  onChoose: (chosen: number) => void;
}

/** Stays in view while a long question scrolls above it. */
export function AnswerFields(props: AnswerFieldsProps) {
  return (
    <div className="shrink-0 px-3 py-2.5">
      {props.draft.isFree ? <FreeFields {...props} /> : <SuggestedFields {...props} />}
    </div>
  );
}

function FreeFields({ kind, draft, answer, showsMisfits, onChange }: AnswerFieldsProps) {
  return (
    <FreeAnswer
      draft={draft}
      error={showsMisfits && !answer.ok ? answer.why : null}
      onChange={onChange}
      onBack={kind.kind === 'free' ? null : () => onChange({ ...draft, isFree: false })}
    />
  );
}

function SuggestedFields({ kind, node, draft, answer, showsMisfits, isBusy, onChange, onChoose }: AnswerFieldsProps) {
  const schema = kind.kind === 'form' ? kind.schema : kind.kind === 'choice' ? kind.rest : null;
  return (
    <div className="flex min-w-0 flex-col gap-2">
      {schema !== null && (
        <SchemaForm
          schema={schema}
          value={draft.form}
          misfits={showsMisfits && !answer.ok ? answer.misfits : NO_MISFITS}
          label="Answer"
          onChange={(form) => onChange({ ...draft, form })}
        />
      )}
      <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
        {kind.kind === 'choice' && (
          <Choices kind={kind} node={node} draft={draft} isBusy={isBusy} onChoose={onChoose} />
        )}
        <button
          type="button"
          onClick={() => onChange({ ...draft, isFree: true })}
          className="ml-auto rounded-sm text-xs text-fg-2 underline decoration-line-strong underline-offset-2 hover:text-fg"
        >
          Answer with text or JSON
        </button>
      </div>
    </div>
  );
}

interface ChoicesProps {
  kind: Extract<AnswerKind, { kind: 'choice' }>;
  node: string;
  draft: AnswerDraft;
  isBusy: boolean;
  onChoose: (chosen: number) => void;
}

function Choices({ kind, node, draft, isBusy, onChoose }: ChoicesProps) {
  return (
    <fieldset className="flex flex-wrap items-center gap-2">
      <legend className="sr-only">{kind.label ?? 'Answer'}</legend>
      {kind.choices.map((choice, index) => (
        <Tooltip
          key={JSON.stringify(choice.value)}
          text={<AnswerPreview node={node} answer={chosenAnswer(kind, draft, index)} />}
        >
          <Button
            tone={index === (draft.chosen ?? 0) ? 'wait' : 'neutral'}
            aria-pressed={draft.chosen === index}
            isBusy={isBusy}
            onClick={() => onChoose(index)}
          >
            {choice.label}
          </Button>
        </Tooltip>
      ))}
    </fieldset>
  );
}

/** Of a button that is not pressed yet. What goes beside it may not fit yet: then there is nothing to show. */
function chosenAnswer(kind: ChoicesProps['kind'], draft: AnswerDraft, chosen: number): Answer {
  return answerOf(kind, { ...draft, chosen });
}
