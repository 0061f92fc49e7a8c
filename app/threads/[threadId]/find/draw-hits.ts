import { firstIndexFrom } from '@/lib/inspect/lanes';
import { positionAt, xOf } from '../timeline/axis';
import type { CanvasColours } from '../timeline/canvas-colours';
import type { View } from '../timeline/geometry';

export const HIT_LANE_PX = 20;

/** Hits on the axis, ascending by position. */
export interface PlacedHits {
  ids: readonly string[];
  positions: readonly number[];
  /** Whether each is on the branch shown. */
  isShown: readonly boolean[];
}

interface HitScene {
  hits: PlacedHits;
  scale: number;
  colours: CanvasColours;
}

/** A pin has its room; below, a tick, so that hits of neighbouring steps make a bar. */
const PIN_ROOM_PX = 12;

/** Pins that point down at the lanes; hollow where another branch has the hit. Only what is in view is drawn. */
export function drawHits(canvas: CanvasRenderingContext2D, { hits, scale, colours }: HitScene, view: View): void {
  canvas.clearRect(0, 0, view.width, HIT_LANE_PX);
  const { positions, isShown } = hits;
  const from = Math.max(0, firstIndexFrom(positions, positionAt(view.scrollLeft, scale)) - 1);
  const right = positionAt(view.scrollLeft + view.width, scale);
  canvas.lineWidth = 1.5;
  canvas.fillStyle = colours.hit;
  canvas.strokeStyle = colours.hit;
  const xAt = (at: number) => xOf(positions[at] ?? Number.POSITIVE_INFINITY, scale) - view.scrollLeft;
  let drawnX = Number.NEGATIVE_INFINITY;
  for (let at = from; at < positions.length && (positions[at] as number) <= right + 1; at++) {
    const x = xAt(at);
    const roomPx = Math.min(x - (at === 0 ? Number.NEGATIVE_INFINITY : xAt(at - 1)), xAt(at + 1) - x);
    if (roomPx >= PIN_ROOM_PX) drawPin(canvas, x, isShown[at] === true);
    // Ticks on one pixel are one.
    else if (x - drawnX >= 1) drawTick(canvas, x, { isShown: isShown[at] === true, width: Math.max(2, roomPx) });
    else continue;
    drawnX = x;
  }
}

function drawPin(canvas: CanvasRenderingContext2D, x: number, isShown: boolean): void {
  canvas.beginPath();
  canvas.moveTo(x - 5, 5);
  canvas.lineTo(x + 5, 5);
  canvas.lineTo(x, 15);
  canvas.closePath();
  if (isShown) canvas.fill();
  else canvas.stroke();
}

function drawTick(
  canvas: CanvasRenderingContext2D,
  x: number,
  { isShown, width }: { isShown: boolean; width: number },
): void {
  canvas.globalAlpha = isShown ? 1 : 0.45;
  canvas.fillRect(x - width / 2, 5, width, 10);
  canvas.globalAlpha = 1;
}

/** The hit nearest to a place, if there is one close by. */
export function hitAt({ ids, positions }: PlacedHits, x: number, scale: number): string | undefined {
  const right = firstIndexFrom(positions, positionAt(x, scale));
  const distance = (at: number) => Math.abs(xOf(positions[at] ?? Number.POSITIVE_INFINITY, scale) - x);
  const nearest = distance(right) <= distance(right - 1) ? right : right - 1;
  return distance(nearest) <= PIN_ROOM_PX ? ids[nearest] : undefined;
}
