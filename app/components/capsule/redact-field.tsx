'use client';

import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';

interface RedactFieldProps {
  takesFocus: boolean;
  patterns: readonly string[];
  onChange: (patterns: string[]) => void;
}

/** Keys to be redacted, as chips. Enter or a comma adds one, Backspace in the empty field takes the last away. */
export function RedactField({ takesFocus, patterns, onChange }: RedactFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (takesFocus) field.current?.focus();
  }, [takesFocus]);
  const [text, setText] = useState('');
  const add = () => {
    const added = text
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '' && !patterns.includes(each));
    setText('');
    if (added.length > 0) onChange([...patterns, ...added]);
  };
  return (
    <div className="flex min-h-7.5 min-w-60 flex-1 flex-wrap items-center gap-1 rounded-md border border-control-line/60 bg-surface px-1.5 py-0.5 focus-within:border-now hover:border-control-line">
      {patterns.map((pattern) => (
        <span
          key={pattern}
          className="inline-flex h-5.5 items-center gap-1 rounded-sm bg-edit-soft pl-1.5 font-mono text-xs text-edit"
        >
          {pattern}
          <button
            type="button"
            aria-label={`Do not redact ${pattern}`}
            className="inline-flex size-5.5 items-center justify-center rounded-sm hover:bg-hover"
            onClick={() => onChange(patterns.filter((each) => each !== pattern))}
          >
            <X aria-hidden size={11} />
          </button>
        </span>
      ))}
      <input
        ref={field}
        value={text}
        aria-label="Keys to redact"
        placeholder={patterns.length === 0 ? 'Keys to redact: apiKey, messages[].content' : 'Another key'}
        className="h-6 min-w-40 flex-1 bg-transparent px-1 outline-none placeholder:text-fg-3"
        onChange={(event) => (event.target.value.endsWith(',') ? add() : setText(event.target.value))}
        onBlur={add}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault();
            add();
          } else if (event.key === 'Backspace' && text === '') onChange(patterns.slice(0, -1));
        }}
      />
    </div>
  );
}
