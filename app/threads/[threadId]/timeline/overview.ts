import type { TimelineEntry } from '@/lib/contracts/debugger';
import type { Axis } from './axis';
import type { PlacedLane } from './placed-lanes';

/** What one pixel of the overview stands for: the gravest of the checkpoints that fall on it. */
export type OverviewTick = 0 | 1 | 2 | 3 | 4 | 5;
export const TICK = { none: 0, step: 1, end: 2, edit: 3, waiting: 4, failed: 5 } as const;

/** Keeps what stands at the ends of the axis off the strip's border. */
const INSET_PX = 6;

/** The whole thread in as many ticks as there are pixels, however long it is. */
export function overviewTicks(lanes: readonly PlacedLane[], axis: Axis, widthPx: number): OverviewTick[] {
  const ticks: OverviewTick[] = new Array(Math.max(1, Math.floor(widthPx))).fill(TICK.none);
  for (const { entries, positions } of lanes) {
    for (let index = 0; index < entries.length; index++) {
      const at = Math.floor(overviewX(positions[index] as number, axis, ticks.length));
      const tick = tickOf(entries[index] as TimelineEntry);
      if (tick > (ticks[at] ?? TICK.none)) ticks[at] = tick;
    }
  }
  return ticks;
}

export function overviewX(position: number, { end }: Axis, widthPx: number): number {
  return INSET_PX + (end === 0 ? 0.5 : position / end) * Math.max(0, widthPx - 2 * INSET_PX - 1);
}

export function overviewPosition(x: number, { end }: Axis, widthPx: number): number {
  const share = (x - INSET_PX) / Math.max(1, widthPx - 2 * INSET_PX - 1);
  return Math.min(1, Math.max(0, share)) * end;
}

/** Which of several marks on one place is seen. */
export function tickOf(entry: TimelineEntry): OverviewTick {
  if (entry.failedTasks.length > 0) return TICK.failed;
  if (entry.interruptedTasks.length > 0) return TICK.waiting;
  if (entry.source === 'update' || entry.source === 'fork') return TICK.edit;
  return entry.next.length === 0 ? TICK.end : TICK.step;
}
