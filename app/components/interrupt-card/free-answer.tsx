'use client';

import { useId } from 'react';
import { INPUT_CLASS, inputBorder } from '../schema-form/primitive-controls';
import { cx } from '../ui/cx';
import type { AnswerDraft } from './answer';

interface FreeAnswerProps {
  draft: AnswerDraft;
  error: string | null;
  onChange: (draft: AnswerDraft) => void;
  /** Back to the form that the question suggests; null when there is none. */
  onBack: (() => void) | null;
}

/** An answer written by hand, sent as the text it is or as the JSON it means. */
export function FreeAnswer({ draft, error, onChange, onBack }: FreeAnswerProps) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <div className="flex items-center gap-3 text-xs text-fg-2">
        <label htmlFor={id}>Your answer</label>
        <label className="ml-auto flex items-center gap-1.5">
          send as
          <select
            value={draft.textAs}
            className="h-6 rounded-md border bg-surface px-1.5 text-xs text-fg"
            onChange={(event) => onChange({ ...draft, textAs: event.target.value === 'json' ? 'json' : 'text' })}
          >
            <option value="text">text</option>
            <option value="json">JSON</option>
          </select>
        </label>
      </div>
      <textarea
        id={id}
        value={draft.text}
        rows={3}
        spellCheck={false}
        aria-invalid={error !== null}
        aria-describedby={`${id}:error`}
        className={cx(
          INPUT_CLASS,
          'field-sizing-content max-h-72 min-h-16 resize-y',
          inputBorder({ misfit: error ?? undefined, isChanged: false }),
        )}
        onChange={(event) => onChange({ ...draft, text: event.target.value })}
      />
      <p id={`${id}:error`} role="status" className="text-xs text-fail empty:hidden">
        {error}
      </p>
      {onBack !== null && (
        <button
          type="button"
          onClick={onBack}
          className="self-start rounded-sm text-xs text-fg-2 underline decoration-line-strong underline-offset-2 hover:text-fg"
        >
          Back to the suggested answers
        </button>
      )}
    </div>
  );
}
