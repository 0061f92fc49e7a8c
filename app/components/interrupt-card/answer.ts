import { isPlainObject } from '@/lib/inspect/json';
import { defaultValue } from '../schema-form/default-value';
import { parseJson } from '../schema-form/parse-json';
import { type Misfits, NO_MISFITS, validate } from '../schema-form/validate';
import type { AnswerKind } from './read-question';

/** What a person has put together as an answer so far. */
export interface AnswerDraft {
  /** Index of the chosen button. */
  chosen: number | null;
  /** The form's value: the whole answer, or what goes beside the choice. */
  form: unknown;
  /** Answering with free text or JSON, whatever the question suggests. */
  isFree: boolean;
  text: string;
  textAs: 'text' | 'json';
}

export type Answer = { ok: true; value: unknown } | { ok: false; why: string; misfits: Misfits };

export function emptyAnswer(kind: AnswerKind): AnswerDraft {
  return { chosen: null, form: emptyForm(kind), isFree: kind.kind === 'free', text: '', textAs: 'text' };
}

export function answerOf(kind: AnswerKind, draft: AnswerDraft): Answer {
  if (draft.isFree || kind.kind === 'free') return freeAnswer(draft);
  if (kind.kind === 'form') return checked(kind.schema, draft.form);
  const choice = draft.chosen === null ? undefined : kind.choices[draft.chosen];
  if (choice === undefined) return { ok: false, why: 'Choose an answer', misfits: NO_MISFITS };
  if (kind.property === null) return { ok: true, value: choice.value };
  const beside = isPlainObject(draft.form) ? draft.form : {};
  return checked(kind.schema ?? {}, { [kind.property]: choice.value, ...beside });
}

function emptyForm(kind: AnswerKind): unknown {
  switch (kind.kind) {
    case 'form':
      return defaultValue(kind.schema, kind.schema);
    case 'choice':
      return kind.rest === null ? {} : defaultValue(kind.rest, kind.rest);
    case 'free':
      return null;
  }
}

function freeAnswer({ text, textAs }: AnswerDraft): Answer {
  if (text.trim() === '') return { ok: false, why: 'Write an answer', misfits: NO_MISFITS };
  if (textAs === 'text') return { ok: true, value: text };
  const parsed = parseJson(text);
  return parsed.ok ? parsed : { ok: false, why: parsed.message, misfits: NO_MISFITS };
}

function checked(schema: Record<string, unknown>, value: unknown): Answer {
  const misfits = validate(schema, value);
  return misfits.size === 0 ? { ok: true, value } : { ok: false, why: 'The answer does not fit yet', misfits };
}
