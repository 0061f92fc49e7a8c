'use client';

import { X } from 'lucide-react';
import { useState } from 'react';
import { parseCondition } from './metadata-filter';

interface MetadataFieldProps {
  conditions: string[];
  onChange: (conditions: string[]) => void;
}

/** Conditions on metadata: typed as `key=value`, taken with Enter, each taken away by itself. */
export function MetadataField({ conditions, onChange }: MetadataFieldProps) {
  const [text, setText] = useState('');
  const condition = parseCondition(text);
  const isMisfit = text !== '' && condition === null;
  const take = () => {
    if (condition === null) return;
    onChange([...new Set([...conditions, `${condition.key}=${condition.value}`])]);
    setText('');
  };
  return (
    <>
      <input
        value={text}
        aria-label="Metadata, as key=value"
        aria-description="Enter adds the condition"
        placeholder="key=value"
        spellCheck={false}
        className="h-7.5 w-36 rounded-md border border-control-line/60 bg-surface px-2.5 font-mono text-xs placeholder:text-fg-3 hover:border-control-line"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && take()}
      />
      {isMisfit && <span className="text-xs text-fg-3">as key=value, then Enter</span>}
      {conditions.map((each) => (
        <button
          key={each}
          type="button"
          aria-label={`Remove the condition ${each}`}
          className="inline-flex h-6 max-w-60 items-center gap-1 rounded-sm bg-now-soft px-1.5 font-mono text-xs text-now hover:bg-press"
          onClick={() => onChange(conditions.filter((other) => other !== each))}
        >
          <span className="truncate">{each}</span>
          <X aria-hidden size={12} className="shrink-0" />
        </button>
      ))}
    </>
  );
}
