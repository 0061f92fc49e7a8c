import { deepStrictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UnserializableValueError } from '../errors';
import { nested, sampleValues } from '../testing/sample-values';
import { createSerializer, jsonSerializer } from './serializer';

function roundTrip(value: unknown): unknown {
  return jsonSerializer.decode(jsonSerializer.encode(value));
}

const values: [name: string, value: unknown][] = [...sampleValues(), ['a Buffer', Buffer.from('bytes')]];

describe('the serialiser', () => {
  it.each(values)('gives back %s', (_name, value) => {
    deepStrictEqual(roundTrip(value), value);
  });

  it('gives back anything, from plain data to maps of typed arrays', () => {
    const anything = fc.anything({
      withBigInt: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withSparseArray: true,
      withNullPrototype: true,
      withObjectString: true,
      withUnicodeString: true,
      key: fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('$', 'v', '__proto__', 'constructor', 'toJSON', '0'),
      ),
      values: [
        fc.string({ unit: 'binary' }),
        fc.double(),
        fc.constantFrom(undefined, null, -0, Number.NaN, true),
        fc.bigInt(),
        fc.date({ noInvalidDate: true }),
        fc.uint8Array(),
      ],
    });
    fc.assert(
      fc.property(anything, (value) => deepStrictEqual(roundTrip(value), value)),
      { numRuns: 2_000 },
    );
  });

  it('gives back an invalid date', () => {
    const date = roundTrip(new Date(Number.NaN)) as Date;
    expect(date).toBeInstanceOf(Date);
    expect(date.getTime()).toBeNaN();
  });

  it('keeps plain data as readable JSON after one byte', () => {
    const text = new TextDecoder().decode(jsonSerializer.encode({ a: [1, 'b'] }));
    expect(text).toBe('J{"a":[1,"b"]}');
  });

  it('takes the deepest values that a state may hold, of every kind', () => {
    let records: unknown = new Date(0);
    let maps: unknown = new Date(0);
    let errors = new Error('bottom');
    for (let level = 1; level < 500; level++) {
      records = level % 2 === 0 ? [records] : { level: records };
      if (level < 160) maps = new Map([['level', maps]]);
      if (level < 120) errors = new Error('level', { cause: errors });
    }
    for (const value of [records, maps, errors]) {
      const bytes = jsonSerializer.encode(value);
      expect(jsonSerializer.encode(jsonSerializer.decode(bytes))).toEqual(bytes);
    }
  });

  it('copies what is shared', () => {
    const part = { at: new Date(3) };
    const copy = roundTrip([part, part]) as unknown[];
    deepStrictEqual(copy, [part, part]);
    expect(copy[0]).not.toBe(copy[1]);
  });
});

describe('errors as values', () => {
  it('keep class, message, stack, cause and fields', () => {
    const cause = Object.assign(new TypeError('inner'), { code: 'E_INNER' });
    const error = Object.assign(new RangeError('outer', { cause }), { status: 404n });
    const copy = roundTrip(error) as RangeError & { cause: TypeError; status: bigint };
    deepStrictEqual(copy, error);
    expect(copy).toBeInstanceOf(RangeError);
    expect(copy.stack).toBe(error.stack);
    expect(copy.cause.stack).toBe(cause.stack);
    expect(Object.keys(copy)).toEqual(['status']);
  });

  it('keep the errors of an AggregateError', () => {
    const error = new AggregateError([new Error('a'), 'b'], 'several');
    const copy = roundTrip(error) as AggregateError;
    deepStrictEqual(copy, error);
    expect(copy.errors).toHaveLength(2);
  });

  it('come back under their own name when the class is not JavaScript’s', () => {
    class PaymentError extends TypeError {
      override name = 'PaymentError';
      readonly amount = 5;
    }
    const copy = roundTrip(new PaymentError('declined')) as PaymentError;
    expect(Object.getPrototypeOf(copy)).toBe(TypeError.prototype);
    expect([copy.name, copy.message, copy.amount]).toEqual(['PaymentError', 'declined', 5]);
    expect(String(copy)).toBe('PaymentError: declined');
  });

  it('keep a name and message that only their class had', () => {
    const abort = new DOMException('stopped', 'AbortError');
    const copy = roundTrip(abort) as Error;
    expect([copy.name, copy.message]).toEqual(['AbortError', 'stopped']);
  });
});

describe('what has no stored form', () => {
  class Money {
    constructor(readonly amount: number) {}
  }
  const loop: Record<string, unknown> = { list: [{}] };
  (loop.list as Record<string, unknown>[])[0] = { again: loop };
  const selfMap = new Map();
  selfMap.set('self', selfMap);

  it.each([
    ['a function', { a: [() => 1] }, 'a[0]', /is a function/],
    ['a symbol', { a: Symbol('s') }, 'a', /is a symbol/],
    ['a symbol as key', { a: { [Symbol('s')]: 1 } }, 'a', /Symbol\(s\)/],
    ['an unknown class', { a: { b: new Money(5) } }, 'a.b', /instance of Money, which has no codec/],
    ['a subclass of Map', [new (class Index extends Map {})()], '[0]', /instance of Index/],
    ['a subclass of Array', [new (class Stack extends Array {})()], '[0]', /instance of Stack/],
    ['a WeakMap', { a: new WeakMap() }, 'a', /instance of WeakMap/],
    ['a promise', { a: Promise.resolve(1) }, 'a', /instance of Promise/],
    ['a boxed number', { a: Object(1) }, 'a', /instance of Number/],
    ['an array with keys of its own', { a: 'ab'.match(/b/) }, 'a', /key "index"/],
    ['a cycle', loop, 'list[0].again', /contains itself/],
    ['a cycle through a map', selfMap, '[0][1]', /contains itself/],
    ['too many levels', nested(501), undefined, /deeper than 500 levels/],
    ['far too many levels', nested(20_000), undefined, /deeper than 500 levels/],
    ['a function at the top', () => 1, 'the top', /is a function/],
  ])('%s is refused with its path', (_name, value, path, message) => {
    const attempt = (): unknown => jsonSerializer.encode(value);
    expect(attempt).toThrow(UnserializableValueError);
    expect(attempt).toThrow(message);
    if (path !== undefined) expect(attempt).toThrow(expect.objectContaining({ path }));
  });

  it('has one through a registered codec', () => {
    const serializer = createSerializer();
    serializer.registerCodec<Money>({
      name: 'Money',
      matches: (value): value is Money => value instanceof Money,
      encode: ({ amount }) => ({ amount: BigInt(amount) }),
      decode: (stored) => new Money(Number((stored as { amount: bigint }).amount)),
    });
    const bytes = serializer.encode([new Money(5)]);
    deepStrictEqual(serializer.decode(bytes), [new Money(5)]);
    expect(() => jsonSerializer.decode(bytes)).toThrow(/"Money", for which no codec is registered/);
  });

  it('can’t take the name of another codec', () => {
    const codec = { name: 'Date', matches: (v: object): v is object => false, encode: () => 0, decode: () => ({}) };
    expect(() => createSerializer([codec])).toThrow(/a codec named "Date" already/);
  });
});

describe('bytes that can’t be read', () => {
  it.each([
    ['of no length', new Uint8Array(), /no bytes/],
    ['with an unknown format', new TextEncoder().encode('Z{}'), /unknown format tag "Z"/],
    ['that are not JSON', new TextEncoder().encode('J{'), /not JSON/],
    ['that a codec can’t read', new TextEncoder().encode('T{"$":"URL","v":"no url"}'), /Invalid URL/],
    ['that are not UTF-8', Uint8Array.of(74, 0xff), /not UTF-8/],
  ])('%s are an error that says so', (_name, bytes, message) => {
    expect(() => jsonSerializer.decode(bytes)).toThrow(message);
    expect(() => jsonSerializer.decode(bytes)).toThrow(expect.objectContaining({ code: 'UNREADABLE_VALUE' }));
  });
});

describe('the contract’s typed form', () => {
  it.each(values)('gives back %s', async (_name, value) => {
    deepStrictEqual(await jsonSerializer.loadsTyped(...(await jsonSerializer.dumpsTyped(value))), value);
  });

  it('reads what other engines wrote as json or bytes', async () => {
    expect(await jsonSerializer.loadsTyped('json', '{"a":{"$":1}}')).toEqual({ a: { $: 1 } });
    expect(await jsonSerializer.loadsTyped('bytes', Uint8Array.of(1, 2))).toEqual(Uint8Array.of(1, 2));
    await expect(jsonSerializer.loadsTyped('msgpack', '')).rejects.toThrow(/unknown format tag "msgpack"/);
  });
});
