import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignItems } from './align';
import { sameValue } from './json';

describe('alignItems', () => {
  it('sees one addition when an item is put in front', () => {
    const before = Array.from({ length: 200 }, (_, id) => ({ id, text: `message ${id}` }));
    const pairs = alignItems(before, [{ id: 'new' }, ...before]);
    expect(pairs.filter((pair) => pair.before === null)).toEqual([{ before: null, after: 0 }]);
    expect(pairs).toHaveLength(201);
  });

  it('matches items by identity although their content changed', () => {
    const pairs = alignItems(
      [
        { hash: 'a', n: 1 },
        { hash: 'b', n: 1 },
      ],
      [{ hash: 'b', n: 2 }],
    );
    expect(pairs).toEqual([
      { before: 0, after: null, at: 0 },
      { before: 1, after: 0 },
    ]);
  });

  it('pairs by position what has no identity', () => {
    expect(alignItems(['a', 'b'], ['a', 'c'])).toEqual([
      { before: 0, after: 0 },
      { before: 1, after: 1 },
    ]);
  });

  it('never pairs two items whose identities differ', () => {
    expect(alignItems([{ id: 1 }], [{ id: 2 }])).toEqual([
      { before: 0, after: null, at: 0 },
      { before: null, after: 0 },
    ]);
  });

  it('tells equal items apart by their turn', () => {
    expect(alignItems(['x', 'x', 'x'], ['x', 'x']).filter((pair) => pair.after === null)).toHaveLength(1);
  });

  it('names every item of both lists exactly once and in order', () => {
    const item = fc.oneof(
      fc.integer({ min: 0, max: 4 }),
      fc.record({ id: fc.integer({ min: 0, max: 4 }), v: fc.boolean() }),
    );
    fc.assert(
      fc.property(fc.array(item, { maxLength: 12 }), fc.array(item, { maxLength: 12 }), (before, after) => {
        const pairs = alignItems(before, after);
        expect(pairs.flatMap((pair) => pair.before ?? [])).toEqual(before.map((_, index) => index));
        expect(pairs.flatMap((pair) => pair.after ?? [])).toEqual(after.map((_, index) => index));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('sameValue', () => {
  it('does not mind the order of keys, but the order of items', () => {
    expect(sameValue({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 })).toBe(true);
    expect(sameValue([1, 2], [2, 1])).toBe(false);
    expect(sameValue({ a: undefined }, { b: undefined })).toBe(false);
  });
});
