import { expect, it } from 'vitest';
import { relativeTime } from './relative-time-text';
import { shortId } from './short-id';

const NOW = Date.UTC(2026, 5, 15, 12);

it.each([
  [2_000, 'just now'],
  [42_000, '42 s ago'],
  [3 * 60_000, '3 min ago'],
  [5 * 3_600_000, '5 h ago'],
  [2 * 86_400_000, '2 d ago'],
  [90 * 86_400_000, '2026-03-17'],
  [-500, 'just now'],
])('an instant %i ms ago reads "%s"', (ageMs, text) => {
  expect(relativeTime(NOW - ageMs, NOW)).toBe(text);
});

it('a long id keeps its head and tail, a short one is whole', () => {
  expect(shortId('01a20988-bd59-7200-ae66-ff1f83774f94')).toBe('01a209…4f94');
  expect(shortId('user-123')).toBe('user-123');
});
