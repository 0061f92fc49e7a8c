'use client';

import { formatDuration } from '../../../components/ui/format';
import { xOf } from './axis';
import type { ClockAxis } from './clock';
import { LEAST_GAP_PX } from './draw-gaps';
import { useTrack } from './track';
import { useAxisChoice } from './use-axis';

/** So many at most get a button; a thread with more is better read in steps. */
const MAX_SHOWN = 60;

/** On the strips where nothing ran, which the canvas draws: how long that was. A press opens one to its full length, and closes it. */
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
        className="pointer-events-none absolute inset-y-0 flex items-end justify-center"
        style={{ left, width: Math.max(LEAST_GAP_PX, gap.shownMs * view.scale) }}
      >
        <button
          type="button"
          aria-expanded={isOpen}
          aria-label={`${duration} of idle time`}
          title={isOpen ? `Idle for ${duration}: press to collapse` : `Idle for ${duration}: press to open`}
          onClick={() => toggleGap(gap.fromMs)}
          className="pointer-events-auto sticky bottom-1 h-4 shrink-0 rounded-sm border bg-raised px-1 text-2xs whitespace-nowrap text-fg-2 hover:bg-hover"
        >
          {duration}
        </button>
      </div>
    );
  });
}
