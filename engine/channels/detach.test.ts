import { deepStrictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyValue, Message, plainParts } from '../properties/plain-parts';
import { templatesOf } from './copy-templates';
import { detach } from './detach';
import { append, canGrow } from './growth';
import { adopt } from './isolation';

const someValues = fc.array(anyValue, { minLength: 1, maxLength: 4 });

describe('detach', () => {
  it('gives an equal copy that shares nothing that can be changed, except instances', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const owned = adopt(value);
        const copy = detach(owned);
        deepStrictEqual(copy, owned);
        const parts = new Set(plainParts(owned));
        for (const part of plainParts(copy)) {
          expect(Object.isFrozen(part)).toBe(false);
          expect(parts.has(part)).toBe(false);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('clones maps, sets, dates, buffers and typed arrays', () => {
    const value = {
      map: new Map([['a', { b: [1] }]]),
      set: new Set([[1]]),
      date: new Date(5),
      bytes: new Uint8Array([1, 2]),
      floats: new Float32Array([1.5]),
      buffer: Buffer.from('ab'),
      raw: new Uint8Array([3]).buffer,
      view: new DataView(new Uint8Array([1, 2, 3]).buffer, 1),
    };
    const copy = detach(value);
    deepStrictEqual(copy, value);
    for (const key of Object.keys(value) as (keyof typeof value)[]) expect(copy[key]).not.toBe(value[key]);
    expect(copy.map.get('a')).not.toBe(value.map.get('a'));
    copy.buffer[0] = 0;
    expect(value.buffer.toString()).toBe('ab');
    const message = new Message('hi');
    expect(detach({ message }).message).toBe(message);
  });

  it('follows a map that contains itself', () => {
    const map = new Map<string, unknown>();
    map.set('self', { map });
    const copy = detach(map);
    expect(copy).not.toBe(map);
    expect((copy.get('self') as { map: unknown }).map).toBe(copy);
  });

  it('gives a list that grew equal copies at every turn, none of which shares a part with another', () => {
    fc.assert(
      fc.property(someValues, fc.array(someValues, { minLength: 1, maxLength: 3 }), (start, turns) => {
        let list = adopt(start) as readonly unknown[];
        const before = new Set<object>();
        for (const added of turns) {
          list = canGrow(list) ? append(list, [...added]) : adopt([...list, ...added]);
          for (let time = 0; time < 2; time++) {
            const copy = detach(list);
            deepStrictEqual(copy, list);
            for (const part of plainParts(copy)) {
              if (Object.isFrozen(part) || before.has(part)) expect.fail('a part is shared or frozen');
              before.add(part);
            }
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('copies an item with a symbol for a key, and what is under it', () => {
    const symbol = Symbol('s');
    const list = append(adopt([1]), [{ [symbol]: { a: 1 } }]);
    const [first, second] = [detach(list), detach(list)] as [unknown, Record<symbol, object>][];
    expect(second?.[1]).toEqual({ [symbol]: { a: 1 } });
    expect(Object.isFrozen(second?.[1][symbol])).toBe(false);
    expect(second?.[1][symbol]).not.toBe(first?.[1][symbol]);
  });

  it('hands out copies of a list’s items that can be changed without reaching the next copy', () => {
    const list = append(adopt([{ id: 1, tags: ['a'] }]), [
      { id: 2, tags: ['b'] },
      new Message('hi'),
      new Map([['k', 1]]),
    ]);
    for (let time = 0; time < 3; time++) {
      const copy = detach(list) as [{ id: number; tags: string[] }, unknown, Message, Map<string, number>];
      expect(copy).toEqual([{ id: 1, tags: ['a'] }, { id: 2, tags: ['b'] }, new Message('hi'), new Map([['k', 1]])]);
      expect(copy[2]).toBe(list[2]);
      copy[0].id = 5;
      copy[0].tags.push('changed');
      copy[3].set('k', 2);
    }
  });

  it('looks only at those items of a list that have to be copied', () => {
    const growing = append(adopt([new Message('a')]), [new Message('b'), 'c']);
    expect(templatesOf(growing, () => true)).toBeUndefined();
    expect(templatesOf(growing, () => true)).toEqual([]);
    const mixed = append(growing, [{ id: 1 }, new Message('d')]);
    expect(templatesOf(mixed, () => true)).toEqual([{ at: 3, record: { id: 1 }, nested: [] }]);
    expect(detach(growing)).toEqual(growing);
  });
});
