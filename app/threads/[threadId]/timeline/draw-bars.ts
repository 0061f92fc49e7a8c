import type { TimelineEntry } from '@/lib/contracts/debugger';
import { xOf } from './axis';
import type { ClockAxis } from './clock';
import type { LaneScene } from './draw-lanes';
import { yOf } from './geometry';
import type { PlacedLane } from './placed-lanes';
import { barSize, stackBars } from './task-bars';

const BELOW_MARK_PX = 8;
const LEAST_WIDTH_PX = 1.5;
const NAME_ROOM_PX = 24;
const LABEL_Y_PX = 31;

/** Under a lane's marks: what ran when, and how long. A bar ends at the mark of the step that it made. */
export function drawBars(
  canvas: CanvasRenderingContext2D,
  scene: LaneScene,
  lane: PlacedLane,
  { from, to }: { from: number; to: number },
): void {
  const { positionOfTime } = scene.axis as ClockAxis;
  const { colours, scale } = scene;
  // A step that ends right of the view may have begun in it.
  for (let index = from; index < Math.min(lane.entries.length, to + 1); index++) {
    const entry = lane.entries[index] as TimelineEntry;
    canvas.globalAlpha = (lane.positions[index] as number) <= (scene.reach.get(lane.branchId) ?? -1) ? 1 : 0.45;
    const bars = stackBars(entry.tasks);
    const { barPx, gapPx } = barSize(bars);
    for (const bar of bars) {
      const left = xOf(positionOfTime(bar.startMs), scale);
      const width = Math.max(LEAST_WIDTH_PX, xOf(positionOfTime(bar.startMs + bar.durationMs), scale) - left);
      const y = yOf(lane.row) + BELOW_MARK_PX + bar.row * (barPx + gapPx);
      canvas.fillStyle = bar.status === 'failed' ? colours.fail : colours.now;
      canvas.fillRect(left, y, width, barPx);
      if (bar.row !== 0 || width < NAME_ROOM_PX) continue;
      canvas.font = `10px ${scene.monoFont}`;
      canvas.textAlign = 'left';
      canvas.fillStyle = colours['fg-2'];
      const label = [bar.label, bar.node].find((text) => canvas.measureText(text).width <= width);
      if (label !== undefined) canvas.fillText(label, left, yOf(lane.row) + LABEL_Y_PX);
    }
  }
  canvas.globalAlpha = 1;
}
