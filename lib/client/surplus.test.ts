import { expect, it } from 'vitest';
import { surplus } from './surplus';

const held = (...weights: number[]) => weights.map((weight, at) => ({ at, weight }));
const times = (items: { at: number }[]) => items.map(({ at }) => at);

it('lets the oldest go when there are too many', () => {
  expect(times(surplus(held(1, 1, 1, 1, 1), { count: 3, weight: 100 }))).toEqual([0, 1]);
  expect(times(surplus(held(1, 1, 1).reverse(), { count: 2, weight: 100 }))).toEqual([0]);
});

it('lets the oldest go when they weigh too much together', () => {
  expect(times(surplus(held(5, 5, 60, 30), { count: 10, weight: 90 }))).toEqual([0, 1]);
  expect(times(surplus(held(10, 200), { count: 10, weight: 90 }))).toEqual([0, 1]);
});

it('lets nothing go within the limits', () => {
  expect(surplus(held(1, 2, 3), { count: 3, weight: 6 })).toEqual([]);
});
