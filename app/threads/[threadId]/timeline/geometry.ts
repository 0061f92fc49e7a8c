/** Up and down: rows of lanes, and what scrolling shows of them. Along the lanes, see axis.ts. */
export const LANE_HEIGHT_PX = 54;
const MARK_Y_PX = 20;
/** On the clock, below all lanes: how long nothing ran is told there. */
export const GAP_LABELS_PX = 22;

export interface View {
  scrollLeft: number;
  scrollTop: number;
  width: number;
  height: number;
}

export function yOf(row: number): number {
  return row * LANE_HEIGHT_PX + MARK_Y_PX;
}

export function visibleRows(view: View, laneCount: number): { first: number; last: number } {
  return {
    first: Math.max(0, Math.floor(view.scrollTop / LANE_HEIGHT_PX)),
    last: Math.min(laneCount - 1, Math.ceil((view.scrollTop + view.height) / LANE_HEIGHT_PX)),
  };
}

/** Where to scroll so that a place is in view; the same position when it is already. */
export function scrollToShow(position: number, scroll: number, viewLength: number, margin: number): number {
  const room = Math.min(margin, viewLength / 3);
  if (position < scroll + room) return Math.max(0, position - room);
  if (position > scroll + viewLength - room) return position - viewLength + room;
  return scroll;
}
