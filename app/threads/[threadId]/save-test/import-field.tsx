import { useId } from 'react';
import type { SavedTest } from '@/lib/contracts/saved-test';

interface ImportFieldProps {
  test: SavedTest;
  value: string;
  onChange: (path: string) => void;
}

/** Where the test imports the graph from. */
export function ImportField({ test, value, onChange }: ImportFieldProps) {
  const id = useId();
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
      <label htmlFor={id} className="text-fg-2">
        Import the graph from
      </label>
      <input
        id={id}
        value={value}
        spellCheck={false}
        aria-describedby={`${id}-file`}
        className="h-7 w-64 rounded-md border border-control-line/60 bg-surface px-2 font-mono text-xs hover:border-control-line focus:border-now"
        onChange={(event) => onChange(event.target.value)}
      />
      <span id={`${id}-file`} title={test.graphFile} className="min-w-0 flex-1 truncate text-xs text-fg-3">
        as seen from the test; the graph is {endOf(test.graphFile)}
      </span>
    </div>
  );
}

const LAST_PARTS = 3;

/** The part of a path that tells files apart. */
function endOf(path: string): string {
  const parts = path.split(/[\\/]/);
  return parts.length <= LAST_PARTS + 1 ? path : `…/${parts.slice(-LAST_PARTS).join('/')}`;
}
