'use client';

import { FileDiff } from 'lucide-react';
import { useState } from 'react';
import type { GraphCode } from '@/lib/contracts/origin';
import { describeTopologyDiff, diffTopology } from '@/lib/inspect/topology-diff';

interface OtherCodeProps {
  how: 'shape' | 'source';
  then: GraphCode;
  now: GraphCode;
}

/** Says that the selected step's run was made with other code than the graph has now, and what differs on demand. */
export function OtherCode({ how, then, now }: OtherCodeProps) {
  const [isOpen, setIsOpen] = useState(false);
  const close = () => setIsOpen(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is listened for on behalf of the button inside
    <div className="relative shrink-0" onKeyDown={(event) => event.key === 'Escape' && close()}>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
        className="inline-flex h-6 items-center gap-1.5 rounded-sm border border-line-strong border-dashed px-1.5 whitespace-nowrap hover:bg-hover hover:text-fg"
      >
        <FileDiff aria-hidden size={12} />
        Run with other code
      </button>
      {isOpen && (
        <section
          aria-label="What differs"
          className="absolute top-8 right-0 z-30 w-80 rounded-lg border border-line-strong bg-raised p-3 text-sm text-fg shadow-pop"
        >
          <p className="font-medium">{HEADINGS[how]}</p>
          {how === 'shape' && <Differences then={then} now={now} />}
          <p className="pt-2 text-xs text-fg-3">
            A run from here takes the code of now. Then <span className="font-mono">{then.files.slice(0, 8)}</span>, now{' '}
            <span className="font-mono">{now.files.slice(0, 8)}</span>.
          </p>
        </section>
      )}
    </div>
  );
}

const HEADINGS = {
  shape: 'The graph’s shape has changed since this run began.',
  source: 'The graph’s code has changed since this run began; its shape is the same.',
} as const;

function Differences({ then, now }: { then: GraphCode; now: GraphCode }) {
  if (then.shape === null || now.shape === null) {
    return <p className="pt-1 text-fg-2">It is too large to be kept with each run, so what differs is not known.</p>;
  }
  return (
    <ul className="list-disc pt-1 pl-4 text-fg-2">
      {describeTopologyDiff(diffTopology(then.shape, now.shape)).map((line) => (
        <li key={line} className="break-words">
          {line}
        </li>
      ))}
    </ul>
  );
}
