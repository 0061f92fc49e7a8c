'use client';

import { useState } from 'react';
import { sameValue } from '@/lib/inspect/json';
import { cx } from '../ui/cx';
import { describedBy } from './field-frame';
import { isTypedValue } from './field-kind';
import type { FieldState } from './form-context';
import { parseJson } from './parse-json';
import { INPUT_CLASS, inputBorder } from './primitive-controls';

interface JsonControlProps {
  value: unknown;
  label: string;
  state: FieldState;
  onChange: (next: unknown) => void;
}

/** One place edited as JSON, checked while typing. Text that does not parse leaves the value as it was. */
export function JsonControl({ value, label, state, onChange }: JsonControlProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const parsed = typed === null ? null : parseJson(typed);
  const isCurrent = parsed === null || !parsed.ok || sameValue(parsed.value, value);
  const text = typed !== null && isCurrent ? typed : jsonText(value);
  const error = typed !== null && parsed !== null && !parsed.ok ? parsed.message : null;
  return (
    <>
      <textarea
        id={state.id}
        value={text}
        spellCheck={false}
        placeholder="not set — write JSON"
        rows={Math.min(text.split('\n').length, 12)}
        aria-label={`${label}, as JSON`}
        aria-invalid={error !== null || state.misfit !== undefined}
        aria-describedby={describedBy(state.id)}
        className={cx(
          INPUT_CLASS,
          'block field-sizing-content max-h-80 min-h-7.5 resize-none',
          inputBorder(error === null ? state : { ...state, misfit: error }),
        )}
        onChange={(event) => {
          setTyped(event.target.value);
          const next = parseJson(event.target.value);
          if (next.ok) onChange(next.value);
        }}
      />
      {error !== null && (
        <p className="mt-1 text-xs text-fail">
          {error}. {value === undefined ? 'Still not set.' : 'The former value stays until this is valid JSON.'}
        </p>
      )}
      {isTypedValue(value) && (
        <p className="mt-1 text-xs text-fg-3">
          A {String((value as { $type: unknown }).$type)}, written in its typed form.
        </p>
      )}
    </>
  );
}

function jsonText(value: unknown): string {
  return value === undefined ? '' : JSON.stringify(value, null, 2);
}
