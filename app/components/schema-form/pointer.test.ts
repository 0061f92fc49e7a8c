import { describe, expect, it } from 'vitest';
import { childPointer, moveItem, pointerKeys, valueAt, withValueAt } from './pointer';

describe('pointers', () => {
  it('keep keys with slashes and tildes apart', () => {
    const pointer = childPointer(childPointer('', 'a/b'), '~1');
    expect(pointerKeys(pointer)).toEqual(['a/b', '~1']);
    expect(valueAt({ 'a/b': { '~1': 7 } }, pointer)).toBe(7);
  });

  it('change one place and share the rest', () => {
    const before = { list: [{ a: 1 }, { a: 2 }], other: { kept: true } };
    const after = withValueAt(before, '/list/1/a', 3) as typeof before;
    expect(after).toEqual({ list: [{ a: 1 }, { a: 3 }], other: { kept: true } });
    expect(after.list[0]).toBe(before.list[0]);
    expect(after.other).toBe(before.other);
    expect(before.list[1]).toEqual({ a: 2 });
  });

  it('keep the order of keys', () => {
    expect(Object.keys(withValueAt({ a: 1, b: 2 }, '/a', 9) as object)).toEqual(['a', 'b']);
  });

  it('add an item behind the last', () => {
    expect(withValueAt({ list: ['x'] }, '/list/1', 'y')).toEqual({ list: ['x', 'y'] });
  });

  it('take out keys and items', () => {
    expect(withValueAt({ a: 1, b: 2 }, '/a', undefined)).toEqual({ b: 2 });
    expect(withValueAt(['x', 'y', 'z'], '/1', undefined)).toEqual(['x', 'z']);
  });

  it('treat __proto__ as a key like any other', () => {
    const after = withValueAt({ a: 1 }, '/__proto__', { polluted: true }) as object;
    expect(Object.keys(after)).toEqual(['a', '__proto__']);
    expect('polluted' in {}).toBe(false);
  });
});

describe('moveItem', () => {
  it('moves up and down', () => {
    expect(moveItem(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'c', 'b']);
    expect(moveItem(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
  });
});
