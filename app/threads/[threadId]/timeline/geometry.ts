import { columnOf, type History } from '@/lib/inspect/history';
import { type Lane, nearestEntry } from '@/lib/inspect/lanes';

export const LANE_HEIGHT_PX = 54;
const MARK_Y_PX = 20;
const LEFT_PX = 44;
const RIGHT_PX = 72;
const HIT_PX = 14;

export const COLUMN_WIDTH = { min: 5, default: 88, max: 140, labels: 54 } as const;

export interface ColumnRange {
  first: number;
  last: number;
}

export interface View {
  scrollLeft: number;
  scrollTop: number;
  width: number;
  height: number;
}

export function xOf(column: number, columnWidth: number): number {
  return LEFT_PX + column * columnWidth;
}

export function yOf(row: number): number {
  return row * LANE_HEIGHT_PX + MARK_Y_PX;
}

export function columnAt(x: number, columnWidth: number): number {
  return Math.max(0, Math.round((x - LEFT_PX) / columnWidth));
}

export function contentSize(
  columnCount: number,
  laneCount: number,
  columnWidth: number,
): { width: number; height: number } {
  return { width: xOf(Math.max(0, columnCount - 1), columnWidth) + RIGHT_PX, height: laneCount * LANE_HEIGHT_PX };
}

/** Columns in view, one more on each side so that lines and labels reach the edge. */
export function visibleColumns(view: View, columnWidth: number): ColumnRange {
  return {
    first: Math.max(0, Math.floor((view.scrollLeft - LEFT_PX) / columnWidth) - 1),
    last: Math.ceil((view.scrollLeft + view.width - LEFT_PX) / columnWidth) + 1,
  };
}

export function visibleRows(view: View, laneCount: number): { first: number; last: number } {
  return {
    first: Math.max(0, Math.floor(view.scrollTop / LANE_HEIGHT_PX)),
    last: Math.min(laneCount - 1, Math.ceil((view.scrollTop + view.height) / LANE_HEIGHT_PX)),
  };
}

/** The mark under a point of the content, if there is one. */
export function markAt(
  lanes: readonly Lane[],
  history: History,
  point: { x: number; y: number },
  columnWidth: number,
): string | null {
  const lane = lanes[Math.floor(point.y / LANE_HEIGHT_PX)];
  const entry = lane && nearestEntry(lane, (point.x - LEFT_PX) / columnWidth);
  if (!entry) return null;
  const distance = Math.abs(xOf(columnOf(history, entry.checkpointId), columnWidth) - point.x);
  return distance <= Math.max(HIT_PX, Math.min(columnWidth / 2, 24)) ? entry.checkpointId : null;
}

/** Where to scroll so that a place is in view; the same position when it is already. */
export function scrollToShow(position: number, scroll: number, viewLength: number, margin: number): number {
  const room = Math.min(margin, viewLength / 3);
  if (position < scroll + room) return Math.max(0, position - room);
  if (position > scroll + viewLength - room) return position - viewLength + room;
  return scroll;
}

/** A width at which a short thread fills the view and a long one keeps its labels. */
export function fittingColumnWidth(columnCount: number, viewWidth: number): number {
  const fitting = (viewWidth - LEFT_PX - RIGHT_PX) / Math.max(1, columnCount - 1);
  return Math.min(COLUMN_WIDTH.default + 8, Math.max(64, Math.floor(fitting)));
}

export function zoomed(columnWidth: number, factor: number): number {
  return Math.min(COLUMN_WIDTH.max, Math.max(COLUMN_WIDTH.min, columnWidth * factor));
}
