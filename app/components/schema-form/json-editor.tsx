'use client';

import { useId, useMemo } from 'react';
import { sameValue } from '@/lib/inspect/json';
import { pathText } from '@/lib/inspect/preview';
import { cx } from '../ui/cx';
import { parseJson } from './parse-json';
import { pointerKeys } from './pointer';
import { INPUT_CLASS } from './primitive-controls';
import type { Misfits } from './validate';
import type { EditedValue } from './value-editor';

interface JsonEditorProps {
  edited: EditedValue;
  onChange: (next: EditedValue) => void;
  misfits: Misfits;
  label: string;
  /** Lines that it shows of a short value. */
  minRows?: number;
}

/** A whole value as text, parsed and checked while typing. Tab leaves the field, as everywhere. */
export function JsonEditor({ edited, onChange, misfits, label, minRows = 8 }: JsonEditorProps) {
  const id = useId();
  const { text: typedText, value, error } = edited;
  const text = useMemo(() => currentText(typedText, value, error), [typedText, value, error]);
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <textarea
        value={text}
        spellCheck={false}
        aria-label={`${label}, as JSON`}
        aria-invalid={edited.error !== null || misfits.size > 0}
        aria-describedby={id}
        rows={Math.min(Math.max(text.split('\n').length, minRows), 30)}
        className={cx(
          INPUT_CLASS,
          'resize-y whitespace-pre',
          edited.error === null ? 'border-control-line/60' : 'border-fail',
        )}
        onChange={(event) => onChange(typed(edited, event.target.value))}
      />
      <div id={id} aria-live="polite" className="text-xs text-fail">
        {edited.error ?? <MisfitList misfits={misfits} />}
      </div>
    </div>
  );
}

function MisfitList({ misfits }: { misfits: Misfits }) {
  return (
    <ul>
      {[...misfits].slice(0, 8).map(([pointer, text]) => (
        <li key={pointer}>
          <span className="font-mono">{pathText(pointerKeys(pointer).map(asKey))}</span> {text}
        </li>
      ))}
      {misfits.size > 8 && <li>and {misfits.size - 8} more</li>}
    </ul>
  );
}

function asKey(key: string): string | number {
  return /^\d+$/.test(key) ? Number(key) : key;
}

function typed(edited: EditedValue, text: string): EditedValue {
  const parsed = parseJson(text);
  return parsed.ok ? { ...edited, text, value: parsed.value, error: null } : { ...edited, text, error: parsed.message };
}

/** The text as typed, unless the value changed behind it. */
function currentText(text: string | null, value: unknown, error: string | null): string {
  if (text !== null && error !== null) return text;
  const parsed = text === null ? null : parseJson(text);
  return text !== null && parsed?.ok && sameValue(parsed.value, value) ? text : JSON.stringify(value ?? null, null, 2);
}
