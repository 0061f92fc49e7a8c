'use client';

import { useState } from 'react';
import { isContainer } from '@/lib/inspect/json';
import { previewOf } from '@/lib/inspect/preview';

const LINE_CHARACTERS = 60;
const TEXT_CHARACTERS = 4000;

interface ValueRowsProps {
  label: string;
  /** Beside the label, what kind of value this is. */
  hint?: string;
  values: Record<string, unknown>;
  /** Said when there is no value. */
  none?: string;
}

/** Values by key, a line each; a long one opens. */
export function ValueRows({ label, hint, values, none = 'Nothing.' }: ValueRowsProps) {
  const entries = Object.entries(values);
  return (
    <div className="pt-2">
      <p className="text-xs text-fg-3">
        {label}
        {hint !== undefined && <span> · {hint}</span>}
      </p>
      {entries.length === 0 ? (
        <p className="text-xs text-fg-2">{none}</p>
      ) : (
        <dl className="font-mono text-xs">
          {entries.map(([key, value]) => (
            <ValueRow key={key} name={key} value={value} />
          ))}
        </dl>
      )}
    </div>
  );
}

function ValueRow({ name, value }: { name: string; value: unknown }) {
  const [isOpen, setOpen] = useState(false);
  const line = previewOf(value, LINE_CHARACTERS);
  const isFilled = isContainer(value) && Object.keys(value).length > 0;
  const isLong = isFilled || line.length > LINE_CHARACTERS || line.includes('\n');
  return (
    <div className="min-w-0 py-px">
      {isLong ? (
        <dt className="min-w-0">
          <button
            type="button"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
            className="flex w-full min-w-0 items-baseline gap-1.5 rounded-sm text-left hover:bg-hover"
          >
            <span aria-hidden className="w-2 text-fg-3">
              {isOpen ? '▾' : '▸'}
            </span>
            <span className="shrink-0 text-fg-2">{name}</span>
            <span className="truncate">{line}</span>
          </button>
        </dt>
      ) : (
        <>
          <dt className="inline pl-3.5 text-fg-2">{name}</dt>
          <dd className="inline pl-1.5 break-words">{line}</dd>
        </>
      )}
      {isLong && isOpen && (
        <dd>
          <WholeValue value={value} />
        </dd>
      )}
    </div>
  );
}

function WholeValue({ value }: { value: unknown }) {
  const [shown, setShown] = useState(TEXT_CHARACTERS);
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return (
    <div className="ml-3.5 max-h-72 overflow-auto border-l pl-2">
      <pre className="break-words whitespace-pre-wrap">{text.slice(0, shown)}</pre>
      {text.length > shown && (
        <button
          type="button"
          onClick={() => setShown(shown + TEXT_CHARACTERS * 10)}
          className="rounded-sm text-fg-2 underline hover:text-fg"
        >
          {(text.length - shown).toLocaleString('en')} characters more
        </button>
      )}
    </div>
  );
}
