import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countDifferences, type Difference, diffValues } from './diff';
import { isContainer } from './json';

describe('diffValues', () => {
  it('finds nothing in equal values', () => {
    expect(diffValues({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] })).toBeUndefined();
  });

  it('tells added, removed and updated keys apart', () => {
    const difference = diffValues({ kept: 1, gone: 2, other: 3 }, { kept: 1, other: 4, fresh: 5 });
    expect(difference).toMatchObject({
      kind: 'changed',
      entries: [
        { key: 'other', difference: { kind: 'updated', from: 3, to: 4 } },
        { key: 'fresh', difference: { kind: 'added', value: 5 } },
        { key: 'gone', difference: { kind: 'removed', value: 2 } },
      ],
      counts: { added: 1, updated: 1, removed: 1 },
    });
  });

  it('goes into the item of a list that changed', () => {
    const before = {
      items: [
        { hash: 'a', category: 'fix' },
        { hash: 'b', category: 'docs' },
      ],
    };
    const after = {
      items: [
        { hash: 'a', category: 'fix' },
        { hash: 'b', category: 'breaking' },
      ],
    };
    expect(diffValues(before, after)).toMatchObject({
      entries: [
        { key: 'items', difference: { entries: [{ key: 1, difference: { entries: [{ key: 'category' }] } }] } },
      ],
    });
  });

  it('looks inside what JSON cannot hold, and sees a change of type as one update', () => {
    const map = (value: unknown) => ({ $type: 'Map', value });
    expect(
      diffValues(
        map([['a', 1]]),
        map([
          ['a', 1],
          ['b', 2],
        ]),
      ),
    ).toMatchObject({ counts: { added: 1 } });
    expect(diffValues(map([]), { $type: 'Set', value: [] })).toMatchObject({ kind: 'updated' });
  });

  it('is an update when a value becomes another kind of value', () => {
    expect(diffValues({ a: [1] }, { a: 'one' })).toMatchObject({ entries: [{ difference: { kind: 'updated' } }] });
    expect(diffValues(null, { a: 1 })).toMatchObject({ kind: 'updated' });
  });

  it('finds a difference exactly where JSON differs, and every new leaf in it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.jsonValue({ maxDepth: 4 }), (before, after) => {
        const difference = diffValues(before, after);
        expect(difference === undefined).toBe(canonical(before) === canonical(after));
        for (const leaf of newValues(difference)) expect(JSON.stringify(after)).toContain(JSON.stringify(leaf));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('countDifferences', () => {
  it('adds up what is inside', () => {
    expect(countDifferences(diffValues({ a: { b: 1 }, c: [1] }, { a: { b: 2 }, c: [1, 2, 3] }))).toEqual({
      added: 2,
      updated: 1,
      removed: 0,
    });
    expect(countDifferences(undefined)).toEqual({ added: 0, updated: 0, removed: 0 });
  });
});

function newValues(difference: Difference | undefined): unknown[] {
  switch (difference?.kind) {
    case 'added':
      return [difference.value];
    case 'updated':
      return [difference.to];
    case 'changed':
      return difference.entries.flatMap((entry) => newValues(entry.difference));
    default:
      return [];
  }
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner) =>
    isContainer(inner) && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
