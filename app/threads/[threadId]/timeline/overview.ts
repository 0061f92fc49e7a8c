import type { TimelineEntry } from '@/lib/contracts/debugger';
import { columnOf, type History } from '@/lib/inspect/history';

/** What one pixel of the overview stands for: the gravest of the checkpoints that fall on it. */
export type OverviewTick = 0 | 1 | 2 | 3 | 4;
export const TICK = { none: 0, step: 1, edit: 2, waiting: 3, failed: 4 } as const;

/** The whole thread in as many ticks as there are pixels, however long it is. */
export function overviewTicks(history: History, widthPx: number): OverviewTick[] {
  const ticks: OverviewTick[] = new Array(Math.max(1, Math.floor(widthPx))).fill(TICK.none);
  for (const entry of history.entries) {
    const at = Math.floor(overviewX(columnOf(history, entry.checkpointId), history.columnCount, ticks.length));
    const tick = tickOf(entry);
    if (tick > (ticks[at] ?? TICK.none)) ticks[at] = tick;
  }
  return ticks;
}

export function overviewX(column: number, columnCount: number, widthPx: number): number {
  return Math.min(widthPx - 1, ((column + 0.5) / Math.max(1, columnCount)) * widthPx);
}

function tickOf(entry: TimelineEntry): OverviewTick {
  if (entry.failedTasks.length > 0) return TICK.failed;
  if (entry.interruptedTasks.length > 0) return TICK.waiting;
  return entry.source === 'update' || entry.source === 'fork' ? TICK.edit : TICK.step;
}
