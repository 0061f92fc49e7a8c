import { LOOK_ICON } from './look-icon';
import type { NodeLook } from './node-look';

/** What the nodes' borders and icons mean. */
export function GraphLegend() {
  return (
    <ul aria-label="Legend" className="pointer-events-none absolute top-3 left-3 flex flex-wrap gap-1.5">
      {LEGEND.map(({ look, text }) => (
        <li key={look} className="flex h-6 items-center gap-1.5 rounded-md border bg-surface px-2 text-xs text-fg-2">
          {LOOK_ICON[look]}
          {text}
        </li>
      ))}
    </ul>
  );
}

const LEGEND: { look: NodeLook; text: string }[] = [
  { look: 'ran-here', text: 'ran here' },
  { look: 'next', text: 'runs next' },
  { look: 'waiting', text: 'asks' },
  { look: 'ran-before', text: 'ran before' },
  { look: 'failed', text: 'failed' },
];
