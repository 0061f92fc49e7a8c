import type { GraphCode } from '@/lib/contracts/origin';
import { describeTopologyDiff, diffTopology } from '@/lib/inspect/topology-diff';

export interface CodeDifference {
  how: 'shape' | 'source';
  then: GraphCode;
  now: GraphCode;
}

/** How the code of then differs from that of now, as a panel below its opener. */
export function WhatDiffers({ how, then, now }: CodeDifference) {
  return (
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
