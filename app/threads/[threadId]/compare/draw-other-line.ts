import { firstIndexFrom } from '@/lib/inspect/lanes';
import { markOf } from '@/lib/inspect/marks';
import { positionAt, xOf } from '../timeline/axis';
import type { CanvasColours } from '../timeline/canvas-colours';
import { drawMark, toneColour } from '../timeline/draw-mark';
import type { View } from '../timeline/geometry';
import type { PlacedOther } from './place-other-line';
import type { OtherLine } from './use-compared';

export const COMPARE_LANE_PX = 34;
const MARK_PX = 5;
const LEAST_SPACING_PX = 5;
/** What both lines pass through is faint: it is drawn above. */
const COMMON_ALPHA = 0.4;

interface OtherScene {
  placed: PlacedOther;
  line: Pick<OtherLine, 'steps' | 'lined'>;
  scale: number;
  colours: CanvasColours;
  /** The position of the step beside the one shown; null for none. */
  ringAt: number | null;
}

/** Draws what is in view. Where marks would touch, the line alone stands for them. */
export function drawOtherLine(canvas: CanvasRenderingContext2D, scene: OtherScene, view: View): void {
  const { placed, line, scale, colours, ringAt } = scene;
  const { positions } = placed;
  const y = COMPARE_LANE_PX / 2;
  const xAt = (position: number) => xOf(position, scale) - view.scrollLeft;
  canvas.clearRect(0, 0, view.width, COMPARE_LANE_PX);
  const from = Math.max(0, firstIndexFrom(positions, positionAt(view.scrollLeft, scale)) - 1);
  const to = Math.min(positions.length, firstIndexFrom(positions, positionAt(view.scrollLeft + view.width, scale)) + 1);
  const apart = Math.min(to, Math.max(from, line.lined.common));
  const partX = xAt(positions[Math.max(0, apart - 1)] ?? 0);
  canvas.strokeStyle = colours['fg-3'];
  canvas.lineWidth = 1.5;
  canvas.setLineDash([2, 3]);
  canvas.globalAlpha = COMMON_ALPHA;
  drawStretch(canvas, { fromX: xAt(positions[from] ?? 0), toX: partX, y });
  canvas.globalAlpha = 1;
  drawStretch(canvas, { fromX: partX, toX: xAt(positions[to - 1] ?? 0), y });
  canvas.setLineDash([]);
  const isDense = (to - from) * LEAST_SPACING_PX > view.width;
  for (let at = from; at < to && !isDense; at++) {
    const entry = line.steps.there[at];
    if (!entry) continue;
    const mark = markOf(entry, at < positions.length - 1);
    canvas.globalAlpha = at < line.lined.common ? COMMON_ALPHA : 1;
    const place = { x: xAt(positions[at] as number), y, size: MARK_PX - 1 };
    drawMark(canvas, mark.shape, place, toneColour(mark.tone, colours));
  }
  canvas.globalAlpha = 1;
  if (ringAt !== null) drawRing(canvas, xAt(ringAt), y, colours);
}

function drawStretch(
  canvas: CanvasRenderingContext2D,
  { fromX, toX, y }: { fromX: number; toX: number; y: number },
): void {
  canvas.beginPath();
  canvas.moveTo(fromX, y);
  canvas.lineTo(toX, y);
  canvas.stroke();
}

function drawRing(canvas: CanvasRenderingContext2D, x: number, y: number, colours: CanvasColours): void {
  canvas.strokeStyle = colours.now;
  canvas.lineWidth = 2;
  canvas.beginPath();
  canvas.arc(x, y, MARK_PX + 4, 0, Math.PI * 2);
  canvas.stroke();
}
