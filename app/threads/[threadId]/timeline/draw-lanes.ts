import type { TimelineEntry } from '@/lib/contracts/debugger';
import { firstIndexFrom, forkCurve, type Lane } from '@/lib/inspect/lanes';
import { type Mark, markOf } from '@/lib/inspect/marks';
import type { CanvasColours } from './canvas-colours';
import { drawMark, toneColour } from './draw-mark';
import { COLUMN_WIDTH, LANE_HEIGHT_PX, type View, visibleColumns, visibleRows, xOf, yOf } from './geometry';

export interface LaneScene {
  lanes: readonly Lane[];
  /** How far the path shown runs along a lane: its last column there, by branch id. */
  shownUntil: ReadonlyMap<string, number>;
  columnWidth: number;
  colours: CanvasColours;
  /** The family that the page uses for ids and labels. */
  monoFont: string;
}

const DIMMED = 0.5;
const DIMMED_MARK = 0.78;

/** Draws what is in view and nothing else: the cost does not depend on the thread's length. */
export function drawLanes(canvas: CanvasRenderingContext2D, scene: LaneScene, view: View): void {
  canvas.clearRect(0, 0, view.width, view.height);
  canvas.save();
  canvas.translate(-view.scrollLeft, -view.scrollTop);
  const rows = visibleRows(view, scene.lanes.length);
  for (let row = rows.first; row <= rows.last; row++) {
    if (row % 2 === 0) continue;
    canvas.fillStyle = scene.colours.sunken;
    canvas.fillRect(view.scrollLeft, row * LANE_HEIGHT_PX, view.width, LANE_HEIGHT_PX);
  }
  for (const lane of scene.lanes) drawFork(canvas, scene, lane, view);
  for (let row = rows.first; row <= rows.last; row++) {
    const lane = scene.lanes[row];
    if (lane) drawLane(canvas, scene, lane, view);
  }
  canvas.restore();
}

function drawFork(canvas: CanvasRenderingContext2D, scene: LaneScene, lane: Lane, view: View): void {
  const firstColumn = lane.columns[0];
  if (!lane.fork || firstColumn === undefined) return;
  const from = { x: xOf(lane.fork.column, scene.columnWidth), y: yOf(lane.fork.row) };
  const to = { x: xOf(firstColumn, scene.columnWidth), y: yOf(lane.row) };
  if (to.x < view.scrollLeft || from.x > view.scrollLeft + view.width) return;
  const isShown = scene.shownUntil.has(lane.branchId);
  canvas.globalAlpha = isShown ? 1 : DIMMED;
  canvas.strokeStyle = lineColour(scene, lane, isShown);
  canvas.lineWidth = isShown ? 2 : 1.5;
  canvas.beginPath();
  canvas.moveTo(from.x, from.y);
  canvas.bezierCurveTo(...forkCurve(from, to));
  canvas.stroke();
  canvas.globalAlpha = 1;
}

function drawLane(canvas: CanvasRenderingContext2D, scene: LaneScene, lane: Lane, view: View): void {
  const { columnWidth } = scene;
  const range = visibleColumns(view, columnWidth);
  const from = Math.max(0, firstIndexFrom(lane.columns, range.first) - 1);
  const to = Math.min(lane.columns.length, firstIndexFrom(lane.columns, range.last + 1) + 1);
  const shownUntil = scene.shownUntil.get(lane.branchId) ?? -1;
  drawLine(canvas, scene, lane, { from, to, shownUntil });
  const hasLabels = columnWidth >= COLUMN_WIDTH.labels;
  const size = Math.max(2, Math.min(5.5, columnWidth / 3));
  for (let index = from; index < to; index++) {
    const column = lane.columns[index] as number;
    const entry = lane.entries[index] as TimelineEntry;
    canvas.globalAlpha = column <= shownUntil ? 1 : DIMMED_MARK;
    const isPassed = index + 1 < lane.entries.length;
    drawEntry(canvas, scene, markOf(entry, isPassed), { x: xOf(column, columnWidth), row: lane.row, size, hasLabels });
  }
  canvas.globalAlpha = 1;
}

function drawLine(
  canvas: CanvasRenderingContext2D,
  scene: LaneScene,
  lane: Lane,
  part: { from: number; to: number; shownUntil: number },
): void {
  const first = lane.columns[part.from];
  const last = lane.columns[part.to - 1];
  if (first === undefined || last === undefined || first === last) return;
  const y = yOf(lane.row);
  const stroke = (fromColumn: number, toColumn: number, isShown: boolean) => {
    if (toColumn <= fromColumn) return;
    canvas.globalAlpha = isShown ? 1 : DIMMED;
    canvas.strokeStyle = lineColour(scene, lane, isShown);
    canvas.lineWidth = isShown ? 2 : 1.5;
    canvas.beginPath();
    canvas.moveTo(xOf(fromColumn, scene.columnWidth), y);
    canvas.lineTo(xOf(toColumn, scene.columnWidth), y);
    canvas.stroke();
  };
  const border = Math.min(last, Math.max(first, part.shownUntil));
  stroke(first, border, true);
  stroke(border, last, false);
  canvas.globalAlpha = 1;
}

function drawEntry(
  canvas: CanvasRenderingContext2D,
  scene: LaneScene,
  mark: Mark,
  { x, row, size, hasLabels }: { x: number; row: number; size: number; hasLabels: boolean },
): void {
  const { colours } = scene;
  const y = yOf(row);
  const ground = row % 2 === 1 ? colours.sunken : colours.surface;
  if (HOLLOW.has(mark.shape)) {
    // The line must not show through.
    const alpha = canvas.globalAlpha;
    canvas.globalAlpha = 1;
    canvas.fillStyle = ground;
    canvas.fillRect(x - size - 2, y - size - 2, size * 2 + 4, size * 2 + 4);
    canvas.globalAlpha = alpha;
  }
  drawMark(canvas, mark.shape, { x, y, size }, toneColour(mark.tone, colours));
  if (mark.badge) {
    const badge = { x: x + size + 5, y: y - size - 3, size: Math.max(2, size * 0.6) };
    drawMark(canvas, mark.badge.shape, badge, toneColour(mark.badge.tone, colours));
  }
  if (!hasLabels) return;
  canvas.font = `11px ${scene.monoFont}`;
  canvas.textAlign = 'center';
  canvas.lineWidth = 4;
  canvas.strokeStyle = ground;
  const write = (text: string, below: number, colour: string) => {
    const shown = fitted(canvas, text, scene.columnWidth - 6);
    canvas.strokeText(shown, x, y + below);
    canvas.fillStyle = colour;
    canvas.fillText(shown, x, y + below);
  };
  write(mark.label, 19, colours['fg-2']);
  if (mark.note !== null) write(mark.note, 31, noteColour(mark, colours));
}

const HOLLOW: ReadonlySet<Mark['shape']> = new Set(['ring', 'diamond-outline', 'bars', 'cross']);

function noteColour(mark: Mark, colours: CanvasColours): string {
  const tone = mark.badge?.tone ?? mark.tone;
  return tone === 'plain' || tone === 'edit' ? colours['fg-2'] : toneColour(tone, colours);
}

function lineColour({ colours }: LaneScene, lane: Lane, isShown: boolean): string {
  if (lane.origin === 'edit' || lane.origin === 'replay' || lane.origin === 'resume') return colours.edit;
  return isShown ? colours['fg-3'] : colours['line-strong'];
}

/** Monospaced, so the cut needs one measurement. */
function fitted(canvas: CanvasRenderingContext2D, text: string, roomPx: number): string {
  const widthPx = canvas.measureText(text).width;
  if (widthPx <= roomPx) return text;
  const count = Math.max(1, Math.floor((roomPx / widthPx) * text.length) - 1);
  return `${text.slice(0, count)}…`;
}
