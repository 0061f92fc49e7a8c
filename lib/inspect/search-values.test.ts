import { describe, expect, it } from 'vitest';
import { wrapPart } from './parts';
import { searchValues } from './search-values';

const ids = (set: ReadonlySet<string>) => [...set];

describe('searchValues', () => {
  it('finds keys and leaves, and what holds them', () => {
    const found = searchValues({ list: [{ name: 'Ann' }, { name: 'Bob' }], annual: 1, n: 42 }, 'ann');
    expect(ids(found.matches)).toEqual(['/list/0/name', '/annual']);
    expect(ids(found.around)).toEqual(['/list', '/list/0']);
    expect(ids(searchValues({ n: 42, b: true }, '42').matches)).toEqual(['/n']);
  });

  it('says when there are too many, and what it could not search', () => {
    const many = searchValues({ list: Array.from({ length: 600 }, () => 'x') }, 'x');
    expect([many.matches.size, many.isCut]).toEqual([500, true]);
    const address = { checkpointId: 'c', field: 'values' as const, path: ['big'] };
    const found = searchValues({ big: wrapPart({ kind: 'text', count: 9, bytes: 9, head: 'beg', address }) }, 'beg');
    expect([ids(found.matches), found.unread]).toEqual([['/big'], 1]);
  });
});
