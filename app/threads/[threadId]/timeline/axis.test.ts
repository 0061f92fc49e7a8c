import { describe, expect, it } from 'vitest';
import {
  type Axis,
  clampScale,
  contentWidth,
  fittingScale,
  positionAt,
  rangeInView,
  viewOfRange,
  wholeScale,
  xOf,
} from './axis';

const steps = (count: number): Axis => ({ kind: 'steps', end: count - 1, positionOf: () => 0, maxScale: 140 });
const clock = (end: number): Axis => ({ kind: 'clock', end, positionOf: () => 0, maxScale: 40 });

it('turns a place back into its position', () => {
  for (const position of [0, 1, 37, 9999]) expect(positionAt(xOf(position, 88), 88)).toBe(position);
});

describe('the scale that fits', () => {
  it('fills the view with a short thread and keeps the labels of a long one', () => {
    expect(fittingScale(steps(4), 1200)).toBe(96);
    expect(fittingScale(steps(14), 1200)).toBe(83);
    expect(fittingScale(steps(10_000), 1200)).toBe(64);
  });

  it('shows wall-clock time whole', () => {
    expect(contentWidth(clock(60_000), fittingScale(clock(60_000), 1200))).toBeCloseTo(1200);
  });
});

describe('clampScale', () => {
  it('goes no smaller than the whole thread, no larger than makes sense', () => {
    expect(contentWidth(steps(10_000), clampScale(0, steps(10_000), 1200))).toBeCloseTo(1200);
    expect(clampScale(1000, steps(10_000), 1200)).toBe(140);
  });

  it('keeps to what browsers can scroll', () => {
    const day = clock(86_400_000);
    expect(contentWidth(day, clampScale(40, day, 1200))).toBeLessThan(16_000_000);
  });

  it('copes with a thread of one checkpoint', () => {
    expect(clampScale(80, steps(1), 1200)).toBe(140);
    expect(wholeScale(steps(1), 1200)).toBeGreaterThan(0);
  });
});

describe('viewOfRange', () => {
  const axis = steps(10_000);

  it.each([
    { from: 0, to: 9_999 },
    { from: 0, to: 400 },
    { from: 2_000, to: 2_500 },
    { from: 9_000, to: 9_999 },
  ])('shows just the range that was asked for: %o', (range) => {
    const { scale, scrollLeft } = viewOfRange(axis, range, 1200);
    const seen = rangeInView(axis, scale, { scrollLeft, width: 1200 });
    expect(seen.from).toBeCloseTo(range.from, 0);
    expect(seen.to).toBeCloseTo(range.to, 0);
  });

  it('keeps the middle of a range that is too small', () => {
    const { scale, scrollLeft } = viewOfRange(axis, { from: 500, to: 501 }, 1200);
    const seen = rangeInView(axis, scale, { scrollLeft, width: 1200 });
    expect(scale).toBe(140);
    expect((seen.from + seen.to) / 2).toBeCloseTo(500.5);
  });
});
