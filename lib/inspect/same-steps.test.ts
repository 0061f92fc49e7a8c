import { describe, expect, it } from 'vitest';
import { StateComparer } from './same-steps';

describe('states of two lines', () => {
  it('differ in keys that have other values, or that only one of them has', () => {
    const here = { a: 1, b: { x: [1, { y: 2 }] }, c: null };
    const there = { b: { x: [1, { y: 3 }] }, a: 1, d: undefined };
    expect(new StateComparer().differentKeys(here, there)).toEqual([
      { key: 'b', how: 'differs' },
      { key: 'c', how: 'only here' },
      { key: 'd', how: 'only there' },
    ]);
  });

  it('are equal as JSON: whatever the order of keys, but not of items', () => {
    const same = (a: unknown, b: unknown) => new StateComparer().isSame(a, b);
    expect(same({ a: 1, b: [{}] }, { b: [{}], a: 1 })).toBe(true);
    expect(same([1, 2], [2, 1])).toBe(false);
    expect(same([1], [1, 2])).toBe(false);
    expect(same([], {})).toBe(false);
    expect(same({}, null)).toBe(false);
    expect(same({ a: 1 }, { b: 1 })).toBe(false);
  });

  it('does not look again into what it found equal', () => {
    let reads = 0;
    const watched = () => ({
      get text() {
        reads += 1;
        return 'same';
      },
    });
    const [a, b] = [watched(), watched()];
    const comparer = new StateComparer();
    for (let step = 1; step <= 50; step++) {
      expect(comparer.isSame({ list: [a], step }, { list: [b], step })).toBe(true);
    }
    expect(reads).toBe(2);
    expect(comparer.isSame(a, { text: 'other' })).toBe(false);
  });
});
