import { describe, expect, it } from 'vitest';
import { indexHistory } from '@/lib/inspect/history';
import { layOutLanes } from '@/lib/inspect/lanes';
import { FORKED } from '@/lib/inspect/thread-sample';
import {
  COLUMN_WIDTH,
  columnAt,
  fittingColumnWidth,
  LANE_HEIGHT_PX,
  markAt,
  scrollToShow,
  visibleColumns,
  visibleRows,
  xOf,
  yOf,
  zoomed,
} from './geometry';

const history = indexHistory(FORKED.entries, FORKED.branches);
const lanes = layOutLanes(history);
const width = COLUMN_WIDTH.default;

describe('columnAt', () => {
  it('turns a place back into its column', () => {
    for (const column of [0, 1, 37, 9999]) expect(columnAt(xOf(column, width), width)).toBe(column);
  });

  it('does not go left of the first', () => {
    expect(columnAt(-500, width)).toBe(0);
  });
});

describe('markAt', () => {
  it('finds the mark of the lane under the pointer', () => {
    expect(markAt(lanes, history, { x: xOf(3, width), y: yOf(0) }, width)).toBe('c4');
    expect(markAt(lanes, history, { x: xOf(3, width), y: yOf(1) }, width)).toBe('c6');
  });

  it('finds none where there is none: off a mark, before a fork, below the lanes', () => {
    expect(markAt(lanes, history, { x: xOf(3.5, width), y: yOf(0) }, width)).toBeNull();
    expect(markAt(lanes, history, { x: xOf(0, width), y: yOf(1) }, width)).toBeNull();
    expect(markAt(lanes, history, { x: xOf(0, width), y: yOf(9) }, width)).toBeNull();
  });
});

describe('visibleColumns and visibleRows', () => {
  it('take in what is in view and little more, however long the thread', () => {
    const view = { scrollLeft: xOf(5000, width), scrollTop: LANE_HEIGHT_PX * 3, width: 880, height: 120 };
    const { first, last } = visibleColumns(view, width);
    expect(first).toBeGreaterThanOrEqual(4998);
    expect(last).toBeLessThanOrEqual(5013);
    expect(visibleRows(view, 100)).toEqual({ first: 3, last: 6 });
    expect(visibleRows(view, 2)).toEqual({ first: 3, last: 1 });
  });
});

describe('scrollToShow', () => {
  it('does not scroll what is in view', () => {
    expect(scrollToShow(500, 100, 800, 80)).toBe(100);
  });

  it('scrolls the least that shows the place with room around it', () => {
    expect(scrollToShow(950, 100, 800, 80)).toBe(230);
    expect(scrollToShow(120, 100, 800, 80)).toBe(40);
    expect(scrollToShow(10, 100, 800, 80)).toBe(0);
  });
});

describe('column widths', () => {
  it('fill the view with a short thread and keep the labels of a long one', () => {
    expect(fittingColumnWidth(4, 1200)).toBe(96);
    expect(fittingColumnWidth(14, 1200)).toBe(83);
    expect(fittingColumnWidth(10_000, 1200)).toBe(64);
  });

  it('zoom within limits', () => {
    expect(zoomed(88, 100)).toBe(COLUMN_WIDTH.max);
    expect(zoomed(88, 0.001)).toBe(COLUMN_WIDTH.min);
  });
});
