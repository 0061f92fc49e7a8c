import type { TimelineEntry } from '@/lib/contracts/debugger';
import { firstIndexFrom, forkCurve } from '@/lib/inspect/lanes';
import { type Mark, markOf } from '@/lib/inspect/marks';
import { concernsNode } from '@/lib/inspect/node-runs';
import { type Axis, positionAt, xOf } from './axis';
import type { CanvasColours } from './canvas-colours';
import { drawBars } from './draw-bars';
import { drawGaps } from './draw-gaps';
import { drawMark, toneColour } from './draw-mark';
import { LANE_HEIGHT_PX, type View, visibleRows, yOf } from './geometry';
import { TICK, tickOf } from './overview';
import type { Reach } from './path-reach';
import type { PlacedLane } from './placed-lanes';

export interface LaneScene {
  lanes: readonly PlacedLane[];
  axis: Axis;
  /** What stands out: the way shown or, while a mark is pointed at, what that has to do with. */
  reach: Reach;
  /** Whether all else recedes further. */
  isHovering: boolean;
  /** Checkpoints with a note. */
  noted: ReadonlySet<string>;
  /** The node whose details are open, see `useSelectedNode`: its marks are underlined. */
  nodePath: string | null;
  scale: number;
  colours: CanvasColours;
  /** The family that the page uses for ids and labels. */
  monoFont: string;
}

const DIMMED = { line: 0.5, mark: 0.78 };
const DIMMED_BY_HOVER = { line: 0.2, mark: 0.28 };
/** Where marks stand closer than this on average, plain steps are only their line, and of the others the gravest of each spot is drawn. */
const LEAST_SPACING_PX = 5;
/** A fork leaves its lane over this distance at most, however far off its first checkpoint is. */
const FORK_PX = 96;

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
  if (scene.axis.kind === 'clock') drawGaps(canvas, scene, view);
  for (const lane of scene.lanes) drawFork(canvas, scene, lane, view);
  for (let row = rows.first; row <= rows.last; row++) {
    const lane = scene.lanes[row];
    if (lane) drawLane(canvas, scene, lane, view);
  }
  canvas.restore();
}

function drawFork(canvas: CanvasRenderingContext2D, scene: LaneScene, lane: PlacedLane, view: View): void {
  const first = lane.positions[0];
  if (!lane.fork || lane.forkPosition === null || first === undefined) return;
  const from = { x: xOf(lane.forkPosition, scene.scale), y: yOf(lane.fork.row) };
  const to = { x: xOf(first, scene.scale), y: yOf(lane.row) };
  if (to.x < view.scrollLeft || from.x > view.scrollLeft + view.width) return;
  const isShown = scene.reach.has(lane.branchId);
  canvas.globalAlpha = isShown ? 1 : dimmed(scene).line;
  canvas.strokeStyle = lineColour(scene, lane, isShown);
  canvas.lineWidth = isShown ? 2 : 1.5;
  canvas.beginPath();
  canvas.moveTo(from.x, from.y);
  const bend = { x: Math.min(to.x, from.x + FORK_PX), y: to.y };
  canvas.bezierCurveTo(...forkCurve(from, bend));
  canvas.lineTo(to.x, to.y);
  canvas.stroke();
  canvas.globalAlpha = 1;
}

function drawLane(canvas: CanvasRenderingContext2D, scene: LaneScene, lane: PlacedLane, view: View): void {
  const { scale } = scene;
  const from = Math.max(0, firstIndexFrom(lane.positions, positionAt(view.scrollLeft, scale)) - 1);
  const rightEdge = positionAt(view.scrollLeft + view.width, scale);
  const to = Math.min(lane.positions.length, firstIndexFrom(lane.positions, rightEdge) + 1);
  drawLine(canvas, scene, lane, { from, to });
  if (scene.axis.kind === 'clock') drawBars(canvas, scene, lane, { from, to });
  const isDense = (to - from) * LEAST_SPACING_PX > view.width;
  if (isDense) drawGravest(canvas, scene, lane, { from, to });
  else for (let index = from; index < to; index++) drawAt(canvas, scene, lane, index);
  canvas.globalAlpha = 1;
}

/** Of many marks on a few pixels the one that a person would look for; none where there are only steps. */
function drawGravest(
  canvas: CanvasRenderingContext2D,
  scene: LaneScene,
  lane: PlacedLane,
  { from, to }: { from: number; to: number },
): void {
  let spot = -1;
  let gravest = -1;
  for (let index = from; index < to; index++) {
    const entry = lane.entries[index] as TimelineEntry;
    if (isPlain(entry) && !scene.noted.has(entry.checkpointId) && !isOfNode(scene, entry)) continue;
    const at = Math.floor(xOf(lane.positions[index] as number, scene.scale) / LEAST_SPACING_PX);
    if (at !== spot) {
      if (gravest !== -1) drawAt(canvas, scene, lane, gravest);
      spot = at;
      gravest = index;
    } else if (tickOf(entry) > tickOf(lane.entries[gravest] as TimelineEntry)) {
      gravest = index;
    }
  }
  if (gravest !== -1) drawAt(canvas, scene, lane, gravest);
}

function isPlain(entry: TimelineEntry): boolean {
  return tickOf(entry) === TICK.step && entry.source !== 'input' && entry.milestone !== true;
}

function drawAt(canvas: CanvasRenderingContext2D, scene: LaneScene, lane: PlacedLane, index: number): void {
  const entry = lane.entries[index] as TimelineEntry;
  const position = lane.positions[index] as number;
  const x = xOf(position, scene.scale);
  const isShown = position <= (scene.reach.get(lane.branchId) ?? -1);
  canvas.globalAlpha = isShown ? 1 : dimmed(scene).mark;
  const before = index === 0 ? Number.NEGATIVE_INFINITY : xOf(lane.positions[index - 1] as number, scene.scale);
  const after = xOf(lane.positions[index + 1] ?? Number.POSITIVE_INFINITY, scene.scale);
  const roomPx = Math.min(x - before, after - x, scene.axis.kind === 'steps' ? scene.scale : 96);
  const size = Math.max(2, Math.min(5.5, roomPx / 3));
  // On the clock a step's bar has its name.
  const isNamed = scene.axis.kind === 'steps' || entry.source !== 'loop';
  const hasLabel = isNamed && roomPx >= LABEL_ROOM_PX;
  const isPassed = index + 1 < lane.entries.length;
  drawEntry(canvas, scene, markOf(entry, isPassed), { x, row: lane.row, size, labelPx: hasLabel ? roomPx - 6 : 0 });
  if (scene.noted.has(entry.checkpointId)) drawNote(canvas, scene, x, yOf(lane.row) - size - 2);
  if (isOfNode(scene, entry)) underline(canvas, scene, { x, y: yOf(lane.row), size });
}

function isOfNode({ nodePath }: LaneScene, entry: TimelineEntry): boolean {
  return nodePath !== null && concernsNode(entry, nodePath);
}

function underline(
  canvas: CanvasRenderingContext2D,
  { colours }: LaneScene,
  { x, y, size }: { x: number; y: number; size: number },
): void {
  canvas.fillStyle = colours.now;
  canvas.fillRect(x - size - 1, y + size + 2.5, size * 2 + 2, 2);
}

const LABEL_ROOM_PX = 54;

function drawLine(
  canvas: CanvasRenderingContext2D,
  scene: LaneScene,
  lane: PlacedLane,
  part: { from: number; to: number },
): void {
  const first = lane.positions[part.from];
  const last = lane.positions[part.to - 1];
  if (first === undefined || last === undefined || first === last) return;
  const y = yOf(lane.row);
  const stroke = (from: number, to: number, isShown: boolean) => {
    if (to <= from) return;
    canvas.globalAlpha = isShown ? 1 : dimmed(scene).line;
    canvas.strokeStyle = lineColour(scene, lane, isShown);
    canvas.lineWidth = isShown ? 2 : 1.5;
    canvas.beginPath();
    canvas.moveTo(xOf(from, scene.scale), y);
    canvas.lineTo(xOf(to, scene.scale), y);
    canvas.stroke();
  };
  const border = Math.min(last, Math.max(first, scene.reach.get(lane.branchId) ?? -1));
  stroke(first, border, true);
  stroke(border, last, false);
  canvas.globalAlpha = 1;
}

function drawEntry(
  canvas: CanvasRenderingContext2D,
  scene: LaneScene,
  mark: Mark,
  { x, row, size, labelPx }: { x: number; row: number; size: number; labelPx: number },
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
  if (labelPx === 0) return;
  canvas.font = `11px ${scene.monoFont}`;
  canvas.textAlign = 'center';
  canvas.lineWidth = 4;
  canvas.strokeStyle = ground;
  const write = (text: string, below: number, colour: string) => {
    const shown = fitted(canvas, text, labelPx);
    canvas.strokeText(shown, x, y + below);
    canvas.fillStyle = colour;
    canvas.fillText(shown, x, y + below);
  };
  write(mark.label, 19, colours['fg-2']);
  if (mark.note !== null) write(mark.note, 31, noteColour(mark, colours));
}

/** A page with two lines on it, above the mark. */
function drawNote(canvas: CanvasRenderingContext2D, { colours }: LaneScene, x: number, bottom: number): void {
  canvas.globalAlpha = 1;
  canvas.fillStyle = colours.wait;
  canvas.fillRect(x - 3.5, bottom - 9, 7, 8);
  canvas.fillStyle = colours.surface;
  canvas.fillRect(x - 2, bottom - 7, 4, 1);
  canvas.fillRect(x - 2, bottom - 5, 4, 1);
}

const HOLLOW: ReadonlySet<Mark['shape']> = new Set(['ring', 'diamond-outline', 'bars', 'cross', 'half-dot']);

function dimmed({ isHovering }: LaneScene): typeof DIMMED {
  return isHovering ? DIMMED_BY_HOVER : DIMMED;
}

function noteColour(mark: Mark, colours: CanvasColours): string {
  const tone = mark.badge?.tone ?? mark.tone;
  return tone === 'plain' || tone === 'edit' ? colours['fg-2'] : toneColour(tone, colours);
}

function lineColour({ colours }: LaneScene, lane: PlacedLane, isShown: boolean): string {
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
