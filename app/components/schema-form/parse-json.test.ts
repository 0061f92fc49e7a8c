import { describe, expect, it } from 'vitest';
import { findItems } from './find-items';
import { parseJson } from './parse-json';

describe('parseJson', () => {
  it.each([
    ['{\n  "a": 1,\n  "b": oops\n}', 'Line 3, column 8: Expected a value'],
    ['{"a": 1,}', 'Line 1, column 9: Expected a key in double quotes'],
    ['[1 2]', 'Line 1, column 4: Expected a comma or ]'],
    ['{"a" 1}', 'Line 1, column 6: Expected :'],
    ['["open', 'Line 1, column 2: Expected a closing quote'],
    ['[1] 2', 'Line 1, column 5: Expected nothing more'],
    ['{"a": 01}', 'Line 1, column 8: Expected a comma or }'],
  ])('tells the place of the mistake in %j', (text, message) => {
    expect(parseJson(text)).toEqual({ ok: false, message });
  });

  it('parses what is right', () => {
    expect(parseJson('[1, null]')).toEqual({ ok: true, value: [1, null] });
  });

  it('says that there is nothing yet', () => {
    expect(parseJson('  ')).toMatchObject({ ok: false, message: 'Nothing here yet' });
  });
});

describe('findItems', () => {
  it('finds items by any text in them, and keeps their indexes', () => {
    const items = [{ hash: 'a1', category: 'Fix' }, { hash: 'b2' }, 'fixture'];
    expect(findItems(items, 'fix')).toEqual([0, 2]);
    expect(findItems(items, ' ')).toEqual([0, 1, 2]);
  });
});
