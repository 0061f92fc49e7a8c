import { describe, expect, it } from 'vitest';
import type { Part, PartAddress } from '@/lib/contracts/parts';
import { FOLD_LIMITS, foldValue, pageOf, valueAt } from './fold-value';
import { JsonSizes } from './json-size';
import { partOf } from './parts';

const address: PartAddress = { checkpointId: 'c', field: 'values', path: [] };
const limit = FOLD_LIMITS.stateBytes;
const text = (length: number) => 'x'.repeat(length);
const fold = (value: unknown) => foldValue(value, address, limit) as Record<string, unknown>;
const sizeOf = (value: unknown) => JSON.stringify(value).length;

describe('foldValue', () => {
  it('leaves what fits as it is', () => {
    const state = { a: [1, { b: text(100) }] };
    expect(fold(state)).toBe(state);
  });

  it('keeps small values beside a large text, and says what is left out', () => {
    const folded = fold({ title: 'small', body: text(5_000_000), list: [1, 2] });
    expect(folded).toMatchObject({ title: 'small', list: [1, 2] });
    expect(partOf(folded.body)).toEqual<Part>({
      kind: 'text',
      count: 5_000_000,
      bytes: 5_000_002,
      head: text(300),
      address: { checkpointId: 'c', field: 'values', path: ['body'] },
    });
  });

  it('opens containers while there is room, and folds those inside', () => {
    const messages = Array.from({ length: 50 }, (_, id) => ({ id, content: text(100_000) }));
    const folded = fold({ messages });
    const [first] = folded.messages as { id: number; content: unknown }[];
    expect(first?.id).toBe(0);
    expect(partOf(first?.content)?.address.path).toEqual(['messages', 0, 'content']);
  });

  it('folds a list that is too long to be opened', () => {
    const rows = Array.from({ length: 100_000 }, (_, id) => ({ id, name: `row ${id}` }));
    expect(partOf(fold({ rows }).rows)).toMatchObject({ kind: 'list', count: 100_000 });
  });

  it('stays near its limit whatever the shape is', () => {
    const wide = Object.fromEntries(
      Array.from({ length: 300 }, (_, id) => [`k${id}`, { a: text(9000), b: [text(600)] }]),
    );
    const deep = { a: { b: { c: { d: Array.from({ length: 400 }, () => ({ e: text(20_000) })) } } } };
    for (const state of [wide, deep]) expect(sizeOf(fold(state))).toBeLessThan(limit * 1.5);
  });

  it('names places in typed values as the tree does', () => {
    const state = { map: { $type: 'Map', value: [['k', text(400_000)]] } };
    const folded = fold(state) as { map: { $type: string; value: [string, unknown][] } };
    expect(folded.map.$type).toBe('Map');
    const path = partOf(folded.map.value[0]?.[1])?.address.path ?? [];
    expect(path).toEqual(['map', 0, 1]);
    expect(valueAt(state, path)).toBe(text(400_000));
  });
});

describe('pageOf', () => {
  it('gives a text in pages that lead to its end', () => {
    const whole = `${text(FOLD_LIMITS.pageCharacters - 1)}😀${text(100_000)}`;
    let read = '';
    for (let from: number | null = 0; from !== null; ) {
      const page = pageOf(whole, address, from);
      if (page?.kind !== 'text') throw new Error('no text');
      expect(encodeURI(page.text)).toBeTruthy();
      read += page.text;
      from = page.next;
    }
    expect(read).toBe(whole);
  });

  it('gives a list in pages of bounded size, each item once', () => {
    const items = Array.from({ length: 3000 }, (_, id) => ({ id, text: text(id === 7 ? 900_000 : 100) }));
    const ids: number[] = [];
    for (let from: number | null = 0; from !== null; ) {
      const page = pageOf(items, address, from);
      if (page?.kind !== 'list') throw new Error('no list');
      expect(sizeOf(page)).toBeLessThan(FOLD_LIMITS.pageBytes * 2);
      ids.push(...page.entries.map(({ value }) => (value as { id: number }).id));
      from = page.next;
    }
    expect(ids).toEqual(items.map(({ id }) => id));
  });

  it('has no page of a number', () => {
    expect(pageOf(5, address, 0)).toBeNull();
  });
});

describe('valueAt', () => {
  it('is undefined where there is nothing, whatever is inherited', () => {
    expect(valueAt({ a: [1] }, ['a', 0])).toBe(1);
    expect(valueAt({ a: [1] }, ['a', 'length'])).toBeUndefined();
    expect(valueAt({}, ['constructor'])).toBeUndefined();
    expect(valueAt({ a: null }, ['a', 'b'])).toBeUndefined();
  });
});

describe('JsonSizes', () => {
  it('is near the length of the JSON', () => {
    const value = { a: [1, true, null, 'text'], b: { c: -1.5, d: [] } };
    expect(new JsonSizes().of(value)).toBeCloseTo(sizeOf(value), -1);
  });
});
