import { Command } from '../control/command';
import { Overwrite } from '../control/overwrite';
import { Send } from '../control/send';
import { StoredMessage } from '../messages/stored-message';

/** One value of every kind that savers must give back as it was, made anew for each call. */
export function sampleValues(): [name: string, value: unknown][] {
  const sparse: unknown[] = [1, undefined];
  sparse[4] = new Date(0);
  return [
    ['primitives', ['text', '', 0, -1.5, 1e300, true, false, null]],
    ['undefined on its own', undefined],
    ['null on its own', null],
    ['undefined as a key', { a: undefined, b: [undefined] }],
    ['numbers that JSON has no form for', [Number.NaN, Infinity, -Infinity, -0, 0]],
    ['a bigint', 123456789012345678901234567890n],
    ['dates', [new Date(1_700_000_000_123), new Date(-1)]],
    [
      'a map with object keys',
      new Map<unknown, unknown>([
        [{ a: 1 }, new Set([1, -0])],
        ['b', undefined],
      ]),
    ],
    ['a map that holds a map', new Map([['a', new Map([['b', new Date(5)]])]])],
    ['bytes', new Uint8Array(70_000).map((_, index) => index)],
    ['typed arrays', [new Float64Array([1.5, -0, Number.NaN]), new BigInt64Array([-1n]), new Uint8ClampedArray([300])]],
    ['a view on the middle of a buffer', new Uint16Array(new Uint16Array([1, 2, 3]).buffer, 2, 1)],
    ['array buffers', [new Uint8Array([1, 2]).buffer, new DataView(new Uint8Array([1, 2, 3]).buffer, 1, 2)]],
    ['a pattern', /a+(?<name>b)\/\n/giu],
    ['a URL', new URL('https://user@example.com:8080/a b?q=1#x')],
    [
      'an error with a cause',
      Object.assign(new RangeError('outer', { cause: new TypeError('inner') }), { status: 404n }),
    ],
    ['several errors', new AggregateError([new Error('a'), 'b'], 'several')],
    ['holes in arrays', sparse],
    ['objects without a prototype', Object.assign(Object.create(null), { a: 1, $: 2, ['__proto__']: 3 })],
    ['a key named __proto__', JSON.parse('{"__proto__":{"polluted":true},"a":{"__proto__":1}}')],
    ['a key named __proto__ beside a special value', { ...JSON.parse('[{"__proto__":{"a":1}}]'), at: new Date(0) }],
    ['keys that look like tags', { $: 'Date', v: 5 }],
    [
      'tags within tags',
      new Map([
        [
          { $: 'Map', v: [] },
          { $: undefined, v: { $: 'object', v: [] } },
        ],
      ]),
    ],
    ['keys of other engines', { lc: 2, type: 'undefined', __overwrite__: [1] }],
    ['NUL and lone surrogates', { 'a\0b': 'c\0', '\ud800': '\udfff x', '\ufeff': '\ufeff' }],
    ['integer-like keys', { 10: 'a', 9: 'b', x: 'c', '-1': 'd' }],
    ['a Send', new Send('worker', { item: new Date(1) })],
    ['a Send without arguments', new Send('worker', undefined)],
    ['an Overwrite', new Overwrite([undefined])],
    ['a Command', new Command({ update: { a: 1 }, goto: ['x', new Send('y', { b: 2 })] })],
    ['a Command that resumes', new Command({ resume: null })],
    ['a chat message', StoredMessage.of('HumanMessage', 'human', { content: [{ type: 'text', text: 'hi' }], id: 'm' })],
    ['deep nesting', nested(490)],
  ];
}

/** Lists and records in turn, `levels` deep. */
export function nested(levels: number): unknown {
  let value: unknown = 'bottom';
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { value };
  return value;
}
