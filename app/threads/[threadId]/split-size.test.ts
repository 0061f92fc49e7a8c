import { describe, expect, it } from 'vitest';
import { clampShare, parseShare, shareAfterKey } from './split-size';

const limits = { firstMinPx: 200, secondMinPx: 100 };

describe('clampShare', () => {
  it('leaves both parts what they need', () => {
    expect(clampShare(5, 1000, limits)).toBe(20);
    expect(clampShare(50, 1000, limits)).toBe(50);
    expect(clampShare(99, 1000, limits)).toBe(90);
  });

  it('stays a share where there is no room for both, and before anything is measured', () => {
    expect(clampShare(50, 150, limits)).toBeGreaterThanOrEqual(0);
    expect(clampShare(50, 150, limits)).toBeLessThanOrEqual(100);
    expect(clampShare(60, 0, limits)).toBe(60);
  });
});

describe('shareAfterKey', () => {
  it('moves with the arrows of its own direction only', () => {
    expect(shareAfterKey(50, 'ArrowLeft', false)).toBe(48);
    expect(shareAfterKey(50, 'ArrowDown', true)).toBe(52);
    expect(shareAfterKey(50, 'ArrowDown', false)).toBeUndefined();
    expect(shareAfterKey(50, 'End', true)).toBe(100);
  });
});

describe('parseShare', () => {
  it('takes only what is a share', () => {
    expect(['61.8', '0', '140', 'x', '', null].map(parseShare)).toEqual([61.8, ...Array(5).fill(undefined)]);
  });
});
