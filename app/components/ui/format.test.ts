import { expect, it } from 'vitest';
import { formatBytes, formatCount, formatDuration } from './format';

it('writes durations in the unit that fits', () => {
  expect([0.2, 47.4, 999.7, 1500, 42_000, 125_000].map(formatDuration)).toEqual([
    '<1 ms',
    '47 ms',
    '1.0 s',
    '1.5 s',
    '42 s',
    '2 min 5 s',
  ]);
});

it('writes sizes in the unit that fits', () => {
  expect([12, 2100, 5_000_000].map(formatBytes)).toEqual(['12 B', '2.1 KB', '5.0 MB']);
});

it('counts in the right number', () => {
  expect(formatCount(1, 'branch', 'branches')).toBe('1 branch');
  expect(formatCount(10_001, 'checkpoint')).toBe('10,001 checkpoints');
});
