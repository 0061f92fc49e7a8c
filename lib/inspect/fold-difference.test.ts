import { describe, expect, it } from 'vitest';
import type { PartAddress } from '@/lib/contracts/parts';
import { diffValues } from './diff';
import { foldDifference } from './fold-difference';
import { valueAt } from './fold-value';
import { partOf } from './parts';

const side = (checkpointId: string): PartAddress => ({ checkpointId, field: 'values', path: [] });
const sides = { before: side('b'), after: side('a') };
const text = (mark: string) => mark.repeat(100_000);
const fold = (before: unknown, after: unknown) => foldDifference(diffValues(before, after), sides);

describe('foldDifference', () => {
  it('leaves a small difference as it is', () => {
    const difference = diffValues({ a: 1 }, { a: 2, b: 'x' });
    expect(foldDifference(difference, sides)).toEqual(difference);
    expect(foldDifference(undefined, sides)).toBeUndefined();
  });

  it('says of each large value where it stands, in the state that it is of', () => {
    const before = { list: [{ id: 1 }, { id: 2, body: text('x') }] };
    const after = { list: [{ id: 0 }, { id: 1 }, { id: 2, body: text('y') }] };
    const found: PartAddress[] = [];
    JSON.stringify(fold(before, after), (_, value) => {
      const part = partOf(value);
      if (part) found.push(part.address);
      return value;
    });
    expect(found.map(({ checkpointId, path }) => [checkpointId, ...path])).toEqual([
      ['b', 'list', 1, 'body'],
      ['a', 'list', 2, 'body'],
    ]);
    expect(valueAt(before, found[0]?.path ?? [])).toBe(text('x'));
    expect(valueAt(after, found[1]?.path ?? [])).toBe(text('y'));
  });

  it('counts the entries that are too many', () => {
    const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, id) => [`k${id}`, id]));
    const folded = fold({ many: {} }, { many });
    const inner = folded?.kind === 'changed' ? folded.entries[0]?.difference : undefined;
    if (inner?.kind !== 'changed') throw new Error('not changed');
    expect(inner.counts.added).toBe(20_000);
    expect(inner.entries.length + (inner.left ?? 0)).toBe(20_000);
    expect(JSON.stringify(folded).length).toBeLessThan(400_000);
  });
});
