'use client';

import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import type { JsonSchema } from '@/lib/contracts/debugger';
import { sameValue } from '@/lib/inspect/json';
import { cx } from '../ui/cx';
import { describedBy } from './field-frame';
import type { FieldState } from './form-context';

interface ControlProps<Value> {
  value: Value;
  state: FieldState;
  onChange: (next: unknown) => void;
}

export const INPUT_CLASS =
  'w-full min-w-0 rounded-md border bg-surface px-2 py-1 font-mono text-xs leading-5 text-fg placeholder:text-fg-3';

export function inputBorder({ misfit, isChanged }: Pick<FieldState, 'misfit' | 'isChanged'>): string {
  if (misfit !== undefined) return 'border-fail';
  return isChanged ? 'border-edit' : 'border-control-line/60 hover:border-control-line';
}

/** Grows with its text, so that a long draft is read whole and a word stays a line. */
export function TextControl({ value, state, onChange, format }: ControlProps<string> & { format: string | null }) {
  const shared = {
    id: state.id,
    value,
    'aria-invalid': state.misfit !== undefined,
    'aria-describedby': describedBy(state.id),
    spellCheck: false,
    autoComplete: 'off',
    className: cx(INPUT_CLASS, inputBorder(state)),
  };
  if (format !== null) {
    return <input {...shared} placeholder={format} onChange={(event) => onChange(event.target.value)} />;
  }
  return (
    <textarea
      {...shared}
      rows={Math.min(value.split('\n').length, 16)}
      className={cx(shared.className, 'block field-sizing-content max-h-80 min-h-7.5 resize-none')}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** Text that is no number (yet) leaves the value as it was and says so. */
export function NumberControl({ value, state, onChange, schema }: ControlProps<number> & { schema: JsonSchema }) {
  const [text, setText] = useState(String(value));
  const [isTyping, setIsTyping] = useState(false);
  const shown = isTyping ? text : String(value);
  const isNumber = shown.trim() !== '' && Number.isFinite(Number(shown));
  return (
    <>
      <input
        id={state.id}
        inputMode="decimal"
        value={shown}
        autoComplete="off"
        aria-invalid={state.misfit !== undefined || !isNumber}
        aria-describedby={describedBy(state.id)}
        className={cx(INPUT_CLASS, 'max-w-60', inputBorder(isNumber ? state : { ...state, misfit: '' }))}
        onFocus={() => {
          setText(String(value));
          setIsTyping(true);
        }}
        onBlur={() => setIsTyping(false)}
        onChange={(event) => {
          setText(event.target.value);
          const next = Number(event.target.value);
          if (event.target.value.trim() !== '' && Number.isFinite(next)) onChange(next);
        }}
        onKeyDown={(event) => {
          const by = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
          if (by === 0 || !isNumber) return;
          event.preventDefault();
          const next = value + by * (typeof schema.multipleOf === 'number' ? schema.multipleOf : 1);
          setText(String(next));
          onChange(next);
        }}
      />
      {!isNumber && <p className="mt-1 text-xs text-fail">Not a number: it stays {value}</p>}
    </>
  );
}

export function SwitchControl({ value, state, onChange, label }: ControlProps<boolean> & { label: string }) {
  return (
    <button
      id={state.id}
      type="button"
      role="switch"
      aria-checked={value}
      aria-label={label}
      aria-describedby={describedBy(state.id)}
      onClick={() => onChange(!value)}
      className={cx(
        'relative h-5 w-9 shrink-0 rounded-full border transition-colors',
        value ? (state.isChanged ? 'border-edit bg-edit' : 'border-now bg-now') : 'border-control-line bg-press',
      )}
    >
      <span
        aria-hidden
        className={cx(
          'absolute top-0.5 left-0.5 size-3.5 rounded-full transition-transform',
          value ? 'translate-x-4 bg-surface' : 'bg-control-line',
        )}
      />
    </button>
  );
}

/** A value that is not among the options stands as one of its own, marked, until another is chosen. */
export function ChoiceControl({ value, state, onChange, options }: ControlProps<unknown> & { options: unknown[] }) {
  const at = options.findIndex((option) => sameValue(option, value));
  return (
    <span className="relative block w-full">
      <select
        id={state.id}
        value={at}
        aria-invalid={state.misfit !== undefined}
        aria-describedby={describedBy(state.id)}
        className={cx(INPUT_CLASS, 'h-7.5 appearance-none pr-7', inputBorder(state))}
        onChange={(event) => onChange(options[Number(event.target.value)])}
      >
        {at === -1 && (
          <option value={-1}>{value === undefined ? 'not set' : `${JSON.stringify(value)} (unknown)`}</option>
        )}
        {options.map((option, index) => (
          <option key={JSON.stringify(option)} value={index}>
            {typeof option === 'string' ? option : JSON.stringify(option)}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden size={14} className="pointer-events-none absolute top-2 right-2 text-fg-3" />
    </span>
  );
}
