import { deepStrictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UnserializableValueError } from '../errors';
import { anyValue, Message, plainParts } from '../properties/plain-parts';
import { MAX_DEPTH } from './depth';
import { detach } from './detach';
import { adopt, isOwnedPlain, taskCopy } from './isolation';

function chain(levels: number): Record<string, unknown> {
  let value: Record<string, unknown> = {};
  for (let level = 1; level < levels; level++) value = { next: value };
  return value;
}

describe('adopt', () => {
  it('gives an equal, frozen copy, which later changes of the original do not reach', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const before = structuredCopy(value);
        const adopted = adopt(value);
        deepStrictEqual(adopted, value);
        for (const part of plainParts(adopted)) expect(Object.isFrozen(part)).toBe(true);
        for (const part of plainParts(value)) {
          expect(Object.isFrozen(part)).toBe(false);
          if (Array.isArray(part)) part.push('changed');
          else Object.assign(part, { changed: true });
        }
        deepStrictEqual(adopted, before);
      }),
      { numRuns: 1_000 },
    );
  });

  it('reuses the parts it already owns', () => {
    const first = adopt({ messages: [{ id: 1 }], count: 1 });
    const second = adopt({ ...first, count: 2 });
    expect(adopt(first)).toBe(first);
    expect(second.messages).toBe(first.messages);
    const longer = adopt([...first.messages, { id: 2 }]);
    expect(longer[0]).toBe(first.messages[0]);
  });

  it('does not take a user’s frozen object for its own', () => {
    const inside = { count: 1 };
    const adopted = adopt(Object.freeze({ inside }));
    inside.count = 2;
    expect(adopted.inside.count).toBe(1);
  });

  it('passes instances, maps, sets, dates and typed arrays by reference, unfrozen', () => {
    const values = [new Message('hi'), new Map([['a', {}]]), new Set(), new Date(), new Uint8Array(1), () => 1];
    const adopted = adopt(values);
    for (const [index, value] of values.entries()) expect(adopted[index]).toBe(value);
    expect(Object.isFrozen(values[0])).toBe(false);
    expect(adopt(values[1])).toBe(values[1]);
  });

  it('keeps keys that are symbols or named __proto__, and reads an accessor once', () => {
    const symbol = Symbol('s');
    let reads = 0;
    const value = {
      [symbol]: { a: 1 },
      get now() {
        reads += 1;
        return { reads };
      },
      ...JSON.parse('{"x":1}'),
    };
    Object.defineProperty(value, '__proto__', { value: { b: 1 }, enumerable: true });
    const adopted = adopt(value);
    expect(reads).toBe(1);
    expect(adopted.now).toEqual({ reads: 1 });
    expect(Object.getOwnPropertyDescriptor(adopted, 'now')).toHaveProperty('value');
    expect(Object.isFrozen(adopted[symbol])).toBe(true);
    expect(Object.getPrototypeOf(adopted)).toBe(Object.prototype);
    expect(Object.getOwnPropertyDescriptor(adopted, '__proto__')?.value).toEqual({ b: 1 });
  });

  it('refuses a value that contains itself, and says where', () => {
    const value: Record<string, unknown> = { list: [{}] };
    (value.list as Record<string, unknown>[])[0] = { again: value };
    expect(() => adopt(value)).toThrow(UnserializableValueError);
    expect(() => adopt(value)).toThrow(/list\[0\]\.again contains itself/);
    const itself: unknown[] = [];
    itself.push(itself);
    expect(() => adopt(itself)).toThrow(/\[0\] contains itself/);
  });

  it('takes as many levels as every saver can store, and names the limit beyond', () => {
    deepStrictEqual(Object.keys(adopt(chain(MAX_DEPTH))), ['next']);
    expect(() => adopt(chain(MAX_DEPTH + 1))).toThrow(/next.* nests deeper than 500 levels/);
    expect(() => adopt(chain(10_000))).toThrow(/nests deeper than 500 levels/);
  });

  it('counts the levels of parts that it owns already', () => {
    let value: unknown = null;
    for (let level = 0; level < MAX_DEPTH; level++) value = adopt({ before: [value] }.before);
    expect(() => adopt([value])).toThrow(/nests deeper than 500 levels/);
    deepStrictEqual(detach(value), value);
  });
});

describe('isOwnedPlain', () => {
  it('is true for primitives and for owned data without an opaque part', () => {
    for (const value of [1, 'a', null, undefined, 5n, adopt([{ a: [1] }]), adopt({ a: { b: null } })]) {
      expect(isOwnedPlain(value)).toBe(true);
    }
  });

  it('is false when any part could change or has no stored form', () => {
    const opaque = [{}, [], new Date(), () => 1, Symbol('s'), Object.freeze({})];
    for (const value of opaque) expect(isOwnedPlain(value)).toBe(false);
    for (const part of [new Message(''), new Map(), new Uint8Array(1), () => 1, Symbol('s')]) {
      expect(isOwnedPlain(adopt({ a: [{ part }] }))).toBe(false);
      expect(isOwnedPlain(adopt({ first: adopt([part]), second: 1 }))).toBe(false);
    }
    expect(isOwnedPlain(adopt({ [Symbol('s')]: 1 }))).toBe(false);
  });
});

describe('taskCopy', () => {
  it('opens the top level of a list or record and shares the rest, frozen', () => {
    const list = adopt([{ id: 1 }]);
    const listCopy = taskCopy(list);
    listCopy.push({ id: 2 });
    expect([list.length, listCopy.length, listCopy[0] === list[0]]).toEqual([1, 2, true]);

    const record = adopt({ inner: { a: 1 }, at: 1 });
    const recordCopy = taskCopy(record);
    recordCopy.at = 2;
    expect([record.at, recordCopy.inner === record.inner]).toEqual([1, true]);
    expect(() => {
      recordCopy.inner.a = 5;
    }).toThrow(TypeError);
  });

  it('keeps holes and a missing prototype, and leaves everything else alone', () => {
    const sparse: unknown[] = [];
    sparse[2] = 1;
    deepStrictEqual(taskCopy(adopt(sparse)), sparse);
    const bare = Object.assign(Object.create(null), { a: 1 });
    deepStrictEqual(taskCopy(adopt(bare)), bare);
    const message = new Message('hi');
    expect(taskCopy(message)).toBe(message);
    expect(taskCopy('text')).toBe('text');
  });
});

/** An independent deep copy of plain parts; everything else is shared, as in `adopt`. */
function structuredCopy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const prototype = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return value;
  const copy = Array.isArray(value) ? new Array(value.length) : Object.create(prototype);
  for (const key of Object.keys(value)) {
    const item = structuredCopy((value as Record<string, unknown>)[key]);
    Object.defineProperty(copy, key, { value: item, enumerable: true, configurable: true, writable: true });
  }
  return copy;
}
