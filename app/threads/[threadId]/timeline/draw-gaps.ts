import { xOf } from './axis';
import type { ClockAxis } from './clock';
import type { LaneScene } from './draw-lanes';
import type { View } from './geometry';

const HATCH_PX = 8;
export const LEAST_GAP_PX = 6;

/** Hatches the time in which nothing ran, over the whole height; lines, marks and labels are drawn on it. */
export function drawGaps(canvas: CanvasRenderingContext2D, { axis, scale, colours }: LaneScene, view: View): void {
  const { gaps } = axis as ClockAxis;
  const [top, bottom] = [view.scrollTop, view.scrollTop + view.height];
  canvas.lineWidth = 1;
  for (const { position, shownMs } of gaps) {
    const left = xOf(position, scale);
    const right = left + Math.max(LEAST_GAP_PX, shownMs * scale);
    if (right < view.scrollLeft || left > view.scrollLeft + view.width) continue;
    const [from, to] = [Math.max(left, view.scrollLeft), Math.min(right, view.scrollLeft + view.width)];
    canvas.save();
    canvas.beginPath();
    canvas.rect(from, top, to - from, view.height);
    canvas.clip();
    canvas.strokeStyle = colours.line;
    canvas.beginPath();
    // Each line is told by where it meets the top of the content, so that it stays where it is while the view moves.
    for (let x = Math.floor((from + top) / HATCH_PX) * HATCH_PX; x <= to + bottom; x += HATCH_PX) {
      canvas.moveTo(x - top, top);
      canvas.lineTo(x - bottom, bottom);
    }
    canvas.stroke();
    canvas.strokeStyle = colours['line-strong'];
    canvas.setLineDash([3, 3]);
    canvas.strokeRect(left + 0.5, top - 1, right - left - 1, view.height + 2);
    canvas.restore();
  }
}
