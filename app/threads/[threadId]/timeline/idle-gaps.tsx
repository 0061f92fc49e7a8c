'use client';

import { formatDuration } from '../../../components/ui/format';
import { xOf } from './axis';
import type { ClockAxis } from './clock';
import { useTrack } from './track';
import { useAxisChoice } from './use-axis';

/** So many at most get a mark; a thread with more is better read in steps. */
const MAX_SHOWN = 60;

/** Where nothing ran: collapsed to a strip that says how long it was; a press opens it to its full length, and closes it. */
export function IdleGaps() {
  const { axis, view } = useTrack();
  const { opened, toggleGap } = useAxisChoice();
  const { gaps } = axis as ClockAxis;
  return gaps.slice(0, MAX_SHOWN).map((gap) => {
    const left = xOf(gap.position, view.scale);
    const isOpen = opened.has(gap.fromMs);
    const duration = formatDuration(gap.toMs - gap.fromMs);
    return (
      <div
        key={gap.fromMs}
        className="absolute inset-y-0 border-x border-dashed border-line-strong bg-[repeating-linear-gradient(135deg,transparent_0_5px,var(--line)_5px_6px)]"
        style={{ left, width: Math.max(6, gap.shownMs * view.scale) }}
      >
        <button
          type="button"
          aria-expanded={isOpen}
          aria-label={`${duration} of idle time`}
          title={isOpen ? `Idle for ${duration}: press to collapse` : `Idle for ${duration}: press to open`}
          onClick={() => toggleGap(gap.fromMs)}
          className="absolute bottom-1 left-1/2 -translate-x-1/2 rounded-sm border bg-raised px-1 text-2xs whitespace-nowrap text-fg-2 hover:bg-hover"
        >
          {duration}
        </button>
      </div>
    );
  });
}
