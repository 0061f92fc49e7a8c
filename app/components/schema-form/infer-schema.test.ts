import { describe, expect, it } from 'vitest';
import { inferSchema } from './infer-schema';
import { fits } from './validate';

describe('inferSchema', () => {
  it('follows the kinds of plain values', () => {
    expect(inferSchema('a')).toEqual({ type: 'string' });
    expect(inferSchema(1.5)).toEqual({ type: 'number' });
    expect(inferSchema(false)).toEqual({ type: 'boolean' });
    expect(inferSchema(null)).toEqual({ type: 'null' });
  });

  it('gives list items one schema in which a key that some lack is optional', () => {
    const { items } = inferSchema([{ hash: 'a', scope: 'core' }, { hash: 'b' }]);
    expect(items).toMatchObject({
      properties: { hash: { type: 'string' }, scope: { type: 'string' } },
      required: ['hash'],
    });
  });

  it('lets items of several kinds be any of them', () => {
    expect(inferSchema(['a', 1, 'b', null]).items).toEqual({
      anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'null' }],
    });
  });

  it('learns the items of an empty list from a sibling', () => {
    const schema = inferSchema([{ tags: [] }, { tags: ['x'] }]);
    expect(schema.items).toMatchObject({ properties: { tags: { items: { type: 'string' } } } });
  });

  it('leaves values that JSON cannot hold open', () => {
    expect(inferSchema({ at: { $type: 'Date', value: '2026-01-01T00:00:00Z' } }).properties).toEqual({ at: {} });
  });

  it('fits the value that it was inferred from', () => {
    const value = { list: [{ a: 1 }, { a: 'x', b: [null, { c: true }] }], empty: [], nothing: null };
    expect(fits(inferSchema(value), value, {})).toBe(true);
  });
});
