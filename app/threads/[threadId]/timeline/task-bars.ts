import type { TimelineTask } from '@/lib/contracts/debugger';
import { START } from '@/lib/inspect/marks';

export interface TaskBar {
  startMs: number;
  durationMs: number;
  status: TimelineTask['status'];
  /** Bars that overlap in time stand under each other. */
  row: number;
  node: string;
  /** Node and duration. */
  label: string;
}

/** More would leave the lane; the rest of a fan-out shares the last row. */
const MAX_ROWS = 3;
/** From the first row's top to the label under the last. */
export const BARS_ROOM_PX = 11;
const BAR_PX = 5;
const GAP_PX = 1;

/** A step's tasks as bars: earlier first, in as few rows as their overlaps need. */
export function stackBars(tasks: readonly TimelineTask[]): TaskBar[] {
  const ran = tasks.filter((task) => task.node !== START && task.startMs > 0);
  const ends: number[] = [];
  return ran
    .toSorted((a, b) => a.startMs - b.startMs)
    .map(({ node, startMs, durationMs, status }) => {
      const free = ends.findIndex((endMs) => endMs <= startMs);
      const row = free === -1 ? Math.min(ends.length, MAX_ROWS - 1) : free;
      ends[row] = Math.max(ends[row] ?? 0, startMs + durationMs);
      return { startMs, durationMs, status, row, node, label: `${node} ${durationText(durationMs)}` };
    });
}

/** Of a step's bars: thinner where there are many rows, so that all of them stay above the label. */
export function barSize(bars: readonly Pick<TaskBar, 'row'>[]): { barPx: number; gapPx: number } {
  const rows = bars.reduce((most, { row }) => Math.max(most, row + 1), 1);
  const barPx = Math.min(BAR_PX, Math.floor((BARS_ROOM_PX + GAP_PX) / rows) - GAP_PX);
  return { barPx, gapPx: GAP_PX };
}

function durationText(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
