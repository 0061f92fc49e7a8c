import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Overwrite } from '@/engine';
import { fromWire, toWire, WireValueError } from './wire-value';

const roundTrip = (value: unknown) => fromWire(JSON.parse(JSON.stringify(toWire(value))));

describe('wire values', () => {
  it('bring back what JSON cannot hold', () => {
    const value = {
      map: new Map<unknown, unknown>([
        ['a', new Set([1])],
        [new Date(5), undefined],
      ]),
      big: 12345678901234567890n,
      bytes: new Uint8Array([0, 255, 7]),
      numbers: [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0],
      nothing: undefined,
    };
    expect(roundTrip(value)).toStrictEqual(value);
  });

  it('keep a plain object that looks like a typed form apart from one', () => {
    const value = { $type: 'Map', value: [['a', 1]] };
    expect(roundTrip(value)).toStrictEqual(value);
    expect(roundTrip({ $type: 'x', other: 1 })).toStrictEqual({ $type: 'x', other: 1 });
  });

  it('take foreign objects with a $type as data, unless they have exactly our form', () => {
    expect(fromWire({ $type: 'Foo', a: 1 })).toEqual({ $type: 'Foo', a: 1 });
    expect(() => fromWire({ deep: [{ $type: 'Foo', value: {} }] })).toThrow(WireValueError);
    expect(() => fromWire({ deep: [{ $type: 'Foo', value: {} }] })).toThrow('deep[0]');
  });

  it('show a class by its name, and a cycle as one', () => {
    class Point {
      x = 1;
    }
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    expect(toWire(new Point())).toEqual({ $type: 'Point', value: { x: 1 } });
    expect(toWire(cyclic)).toEqual({ self: { $type: 'cycle', value: null } });
  });

  it('show the engine’s own Overwrite in the form that it takes back', () => {
    expect(toWire({ list: new Overwrite([1]) })).toEqual({ list: { __overwrite__: [1] } });
  });

  it('keep an error with its name', () => {
    const back = roundTrip(new TypeError('no'));
    expect(back).toBeInstanceOf(Error);
    expect(back).toMatchObject({ name: 'TypeError', message: 'no' });
  });

  it('give the protocol dates as text', () => {
    expect(toWire({ at: new Date(0) }, { dates: 'iso' })).toEqual({ at: '1970-01-01T00:00:00.000Z' });
  });

  it('shows messages of classes as flat objects to the protocol’s clients, and as classes to the debugger', () => {
    class AIMessage {
      content = 'hi';
      id = 'm1';
      name = undefined;
      tool_calls = [];
      lc_kwargs = {};
      _getType() {
        return 'ai';
      }
    }
    const flat = { content: 'hi', id: 'm1', tool_calls: [], type: 'ai' };
    expect(toWire([new AIMessage()], { dates: 'iso' })).toEqual([flat]);
    expect(toWire([new AIMessage()])).toMatchObject([{ $type: 'AIMessage' }]);
  });

  it.each([
    [{ $type: 'bigint', value: '1.5' }],
    [{ $type: 'Date', value: 'yesterday' }],
    [{ $type: 'Map', value: [1] }],
    [{ $type: 'bytes', value: '§' }],
    [{ $type: 'number', value: '12' }],
  ])('refuse a form whose value does not fit: %j', (json) => {
    expect(() => fromWire(json)).toThrow(WireValueError);
  });

  it('round-trip any value', () => {
    const any = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true });
    const returns = (value: unknown) => {
      expect(roundTrip(value)).toEqual(value);
    };
    fc.assert(fc.property(any, returns), { numRuns: 1000 });
  });

  it('makes the JSON of a part once where values share it, but not of what goes in a circle', () => {
    const known = new WeakMap();
    const shared = { deep: new Map([['a', 1]]) };
    const [one, other] = [[shared], { shared }].map((value) => toWire(value, { known })) as [
      [unknown],
      { shared: unknown },
    ];
    expect(one[0]).toBe(other.shared);
    expect(one[0]).toEqual(toWire(shared));
    const outer: Record<string, unknown> = {};
    const inner = { outer };
    outer.inner = inner;
    expect(toWire(outer, { known })).toEqual(toWire(outer));
    expect(toWire(inner, { known })).toEqual(toWire(inner));
  });
});
