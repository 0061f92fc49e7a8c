import { deepStrictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UnserializableValueError } from '../errors';
import { anyValue, Message, plainParts } from '../properties/plain-parts';
import { MAX_DEPTH } from './depth';
import { adoptAfter, append, canGrow, growthOf, isSameGrowth } from './growth';
import { adopt, isOwnedPlain } from './isolation';

const numbers = (count: number): readonly unknown[] => adopt(Array.from({ length: count }, (_, at) => at));

describe('a list that grows', () => {
  it('gives what adopting all of it gives, whatever is added', () => {
    fc.assert(
      fc.property(fc.array(anyValue), fc.array(anyValue), (start, added) => {
        const list = adopt(start);
        const longer = append(list, [...added]);
        deepStrictEqual(longer, [...start, ...added]);
        expect(isOwnedPlain(longer)).toBe(isOwnedPlain(adopt([...start, ...added])));
        for (const part of plainParts(longer)) expect(Object.isFrozen(part)).toBe(true);
        for (const [index, item] of list.entries()) expect(longer[index]).toBe(item);
        expect(adopt(longer)).toBe(longer);
      }),
      { numRuns: 300 },
    );
  });

  it('shares a growth with the lists it came from and those that come from it', () => {
    const second = append(numbers(3), ['a']);
    const third = append(second, ['b', 'c']);
    expect(isSameGrowth(second, third)).toBe(true);
    expect(growthOf(third)?.items).toEqual([0, 1, 2, 'a', 'b', 'c']);
    expect(append(second, [])).toBe(second);
  });

  it('starts a growth of its own where two lists go on differently from one', () => {
    const base = append(numbers(3), ['a']);
    const one = append(base, ['one', 'more']);
    const other = append(base, ['other']);
    expect([one, other, base]).toEqual([
      [0, 1, 2, 'a', 'one', 'more'],
      [0, 1, 2, 'a', 'other'],
      [0, 1, 2, 'a'],
    ]);
    expect(isSameGrowth(one, other)).toBe(false);
    expect(append(other, [1])).toEqual([0, 1, 2, 'a', 'other', 1]);
    expect(append(one, [2])).toEqual([0, 1, 2, 'a', 'one', 'more', 2]);
  });

  it('goes on in the same growth when the same is added twice, as a look ahead and the step do', () => {
    const base = append(numbers(3), ['a']);
    const message = adopt({ id: 'm' });
    const ahead = append(base, [message, 'tail']);
    const again = append(base, [message]);
    expect(isSameGrowth(ahead, again)).toBe(true);
    expect(again).toEqual([0, 1, 2, 'a', { id: 'm' }]);
  });

  it('tells 0 from -0', () => {
    const base = append(numbers(3), ['a']);
    append(base, [0]);
    expect(Object.is(append(base, [-0])[4], -0)).toBe(true);
  });

  it('takes no list with holes, and adopts holes that are added', () => {
    const sparse: unknown[] = [1];
    sparse[2] = 3;
    expect(canGrow(adopt(sparse))).toBe(false);
    expect(canGrow([1])).toBe(false);
    const added: unknown[] = [];
    added[1] = 'b';
    const longer = append(numbers(1), added);
    expect(longer).toHaveLength(3);
    expect(1 in longer).toBe(false);
    expect(canGrow(longer)).toBe(false);
  });

  it('counts levels, and remembers that a part can change', () => {
    let deep: unknown = [];
    for (let level = 2; level < MAX_DEPTH; level++) deep = [deep];
    const longest = append(append(numbers(1), [deep]), [1]);
    expect(() => adopt([longest])).toThrow(/nests deeper than 500 levels/);
    expect(() => append(numbers(1), [[deep]])).toThrow(UnserializableValueError);
    expect(isOwnedPlain(append(append(numbers(1), [new Message('a')]), [1]))).toBe(false);
    expect(isOwnedPlain(append(numbers(1), [[1]]))).toBe(true);
  });
});

describe('adopting a list after the one it came from', () => {
  it('finds that items were added to it', () => {
    const before = numbers(20);
    const after = adoptAfter(before, [...before, { id: 1 }]) as readonly unknown[];
    expect(after).toEqual([...before, { id: 1 }]);
    expect(Object.isFrozen(after[20])).toBe(true);
    expect(isSameGrowth(after, adoptAfter(after, [...after, 2]) as object)).toBe(true);
    expect(adoptAfter(before, [...before])).toBe(before);
    expect(adoptAfter(before, after)).toBe(after);
    const frozen = Object.freeze([...before, 3]);
    expect(adoptAfter(before, frozen)).toEqual(frozen);
  });

  it('adopts anything else as it is', () => {
    const before = adopt([...numbers(20), undefined, -0]);
    const withHole = [...before, 'new'];
    delete withHole[20];
    const changes: unknown[] = [
      withHole,
      Object.freeze([...before.slice(0, 21), 0, 'new']),
      [...before.slice(1)],
      [...before.slice(0, 5), 'other', ...before.slice(6), 'new'],
      [...before.slice(0, 21), 0],
      before.slice(0, 20).concat(new Array(2)),
      before.slice(0, 20).concat(new Array(1), [-0]),
      before.slice(0, 3),
      { ...before },
      'text',
      null,
    ];
    for (const next of changes) {
      const after = adoptAfter(before, next);
      deepStrictEqual(after, next);
      if (typeof after === 'object' && after !== null) expect(growthOf(after)).toBeUndefined();
    }
  });

  it('does not share a list with a caller who goes on changing it', () => {
    const before = numbers(20);
    const mine: unknown[] = [...before, { id: 1 }];
    const after = adoptAfter(before, mine);
    mine.push('later');
    (mine[20] as { id: number }).id = 2;
    expect(after).toEqual([...before, { id: 1 }]);
  });
});
