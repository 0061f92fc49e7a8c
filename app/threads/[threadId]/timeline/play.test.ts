import { describe, expect, it } from 'vitest';
import { advance, stepsPerSecond } from './play';

describe('stepsPerSecond', () => {
  it('shows each step of a short thread for a fifth of a second', () => {
    expect(stepsPerSecond(5, 1)).toBe(5);
    expect(stepsPerSecond(50, 1)).toBe(5);
  });

  it('plays a long thread in ten seconds', () => {
    expect(stepsPerSecond(10_000, 1)).toBe(1_000);
  });

  it('goes as much faster or slower as was asked for', () => {
    expect([0.5, 2, 4].map((speed) => stepsPerSecond(20, speed as 0.5 | 2 | 4))).toEqual([2.5, 10, 20]);
  });
});

describe('advance', () => {
  const thread = { stepCount: 10_000, speed: 1 as const };

  it('moves by what the time was worth, and stops at the end', () => {
    expect(advance(10, 16, thread)).toBe(26);
    expect(advance(9_995, 16, thread)).toBe(10_000);
    expect(advance(0, 100, { stepCount: 8, speed: 1 })).toBe(0.5);
  });

  it('does not leap after the tab was hidden', () => {
    expect(advance(10, 60_000, thread)).toBe(260);
  });
});
