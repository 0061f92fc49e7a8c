import { describe, expect, it } from 'vitest';
import { LANE_HEIGHT_PX, scrollToShow, visibleRows } from './geometry';

describe('visibleRows', () => {
  it('take in what is in view and little more, however many lanes there are', () => {
    const view = { scrollLeft: 0, scrollTop: LANE_HEIGHT_PX * 3, width: 880, height: 120 };
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
