import { describe, expect, it } from 'vitest';
import { isShort, pathText, previewOf } from './preview';

describe('previewOf', () => {
  it('says what an item is by its telling key', () => {
    expect(previewOf({ hash: '9f3', subject: 'feat: dark theme\nbody' })).toBe('feat: dark theme');
    expect(previewOf({ a: 1, b: 2 })).toBe('2 keys');
  });

  it('cuts visibly', () => {
    expect(previewOf('abcdef', 3)).toBe('"abc…"');
  });

  it('names types that JSON cannot hold', () => {
    expect(previewOf({ $type: 'Map', value: [['a', 1]] })).toBe('Map 1 item');
    expect(previewOf({ $type: 'bigint', value: '12' })).toBe('bigint "12"');
    expect(previewOf({ $type: 'undefined', value: null })).toBe('undefined');
    expect(previewOf({ $type: 'number', value: '-Infinity' })).toBe('-Infinity');
  });

  it('tells empty containers from filled ones', () => {
    expect([previewOf([]), previewOf({}), previewOf([1, 2]), previewOf(null)]).toEqual(['[]', '{}', '2 items', 'null']);
  });
});

describe('isShort', () => {
  it('counts values, however deep they lie', () => {
    expect(isShort({ path: 'notes.md', bytes: 598 })).toBe(true);
    expect(isShort({ a: { b: [1, 2, 3, 4] }, c: [5, 6, 7, 8] })).toBe(true);
    expect(isShort({ a: { b: [1, 2, 3, 4] }, c: [5, 6, 7, 8, 9] })).toBe(false);
    expect(isShort(Array.from({ length: 9 }, () => ({})))).toBe(false);
  });
});

describe('pathText', () => {
  it('is written as in code', () => {
    expect(pathText(['classified', 0, 'hash'])).toBe('classified[0].hash');
    expect(pathText(['a b', 'c'])).toBe('["a b"].c');
  });
});
