'use client';

import { useState } from 'react';

const MAX_LENGTH = 80;

/** In place of the name. Enter or leaving keeps what was typed, Escape does not; null: as it was. */
export function RenameBranch({ name, onDone }: { name: string; onDone: (next: string | null) => void }) {
  const [text, setText] = useState(name);
  const done = () => onDone(text.trim() === '' || text.trim() === name ? null : text.trim());
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: it takes the place of what was pressed.
      autoFocus
      aria-label={`Name of branch ${name}`}
      value={text}
      maxLength={MAX_LENGTH}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setText(event.target.value)}
      onBlur={done}
      onKeyDown={(event) => {
        if (event.key === 'Enter') done();
        if (event.key === 'Escape') onDone(null);
      }}
      className="mx-1.5 mt-1.5 h-7 min-w-0 flex-1 rounded-sm border border-now bg-surface px-1.5 text-xs"
    />
  );
}
