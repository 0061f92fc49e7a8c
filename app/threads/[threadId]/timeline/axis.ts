import type { TimelineEntry } from '@/lib/contracts/debugger';
import { columnOf, type History } from '@/lib/inspect/history';

/** Pixels left of the first mark and right of the last. */
const LEFT_PX = 44;
const RIGHT_PX = 72;

/** Browsers lose exactness, and then give up, on anything much wider. */
const MAX_CONTENT_PX = 12_000_000;

/** What the marks stand along. Positions are steps, or milliseconds without the idle time; a scale is pixels for one. */
export interface Axis {
  kind: 'steps' | 'clock';
  /** The last position; the first is 0. */
  end: number;
  positionOf: (entry: TimelineEntry) => number;
  /** The largest scale that makes sense. */
  maxScale: number;
}

/** The range of positions that is in view. */
export interface Range {
  from: number;
  to: number;
}

const STEP_WIDTH = { default: 88, max: 140 } as const;

export function stepsAxis(history: History): Axis {
  return {
    kind: 'steps',
    end: Math.max(0, history.columnCount - 1),
    positionOf: (entry) => columnOf(history, entry.checkpointId),
    maxScale: STEP_WIDTH.max,
  };
}

export function xOf(position: number, scale: number): number {
  return LEFT_PX + position * scale;
}

export function positionAt(x: number, scale: number): number {
  return (x - LEFT_PX) / scale;
}

export function contentWidth({ end }: Axis, scale: number): number {
  return xOf(end, scale) + RIGHT_PX;
}

/** The scale at which the whole thread is in view. */
export function wholeScale({ end }: Axis, viewWidth: number): number {
  return Math.max(1, viewWidth - LEFT_PX - RIGHT_PX) / Math.max(end, 1e-9);
}

/** A short thread fills the view; a long one keeps its labels. Wall-clock time shows whole. */
export function fittingScale(axis: Axis, viewWidth: number): number {
  const whole = wholeScale(axis, viewWidth);
  if (axis.kind === 'clock') return Math.min(axis.maxScale, whole);
  return Math.min(STEP_WIDTH.default + 8, Math.max(64, Math.floor(whole)));
}

/** Not smaller than what shows the whole thread, not larger than makes sense or than a browser can scroll. */
export function clampScale(scale: number, axis: Axis, viewWidth: number): number {
  const max = Math.min(axis.maxScale, MAX_CONTENT_PX / Math.max(axis.end, 1e-9));
  return Math.min(max, Math.max(Math.min(max, wholeScale(axis, viewWidth)), scale));
}

/** What a view shows of the axis. At its ends the margins belong to the view. */
export function rangeInView(axis: Axis, scale: number, view: { scrollLeft: number; width: number }): Range {
  const from = Math.max(0, positionAt(view.scrollLeft, scale));
  const to = Math.min(axis.end, positionAt(view.scrollLeft + view.width, scale));
  return { from: Math.min(from, axis.end), to: Math.max(to, 0) };
}

/** The scale and the scroll position at which a view shows just this range. */
export function viewOfRange(axis: Axis, { from, to }: Range, viewWidth: number): { scale: number; scrollLeft: number } {
  const margins = (from <= 0 ? LEFT_PX : 0) + (to >= axis.end ? RIGHT_PX : 0);
  const wanted = Math.max(1, viewWidth - margins) / Math.max(to - from, 1e-9);
  const scale = clampScale(wanted, axis, viewWidth);
  if (from <= 0) return { scale, scrollLeft: 0 };
  if (to >= axis.end) return { scale, scrollLeft: Math.max(0, contentWidth(axis, scale) - viewWidth) };
  // What was asked for is too small or too large: around its middle.
  const middle = xOf((from + to) / 2, scale);
  return { scale, scrollLeft: Math.max(0, middle - viewWidth / 2) };
}
