import { describe, expect, it } from 'vitest';
import { adopt } from '../channels/isolation';
import { applyDelta, applyDeltas } from './apply-delta';
import type { Delta } from './delta';
import { deltaOf } from './delta';
import { deltaBytes } from './delta-size';
import { seal } from './seal';
import { jsonSerializer } from './serializer';

const sealed = (value: unknown) => seal(value, jsonSerializer);
const between = (previous: unknown, next: unknown) => deltaOf(sealed(previous), sealed(next));

describe('a delta between two values', () => {
  it('is nothing when they are equal, also when they were made anew', () => {
    for (const value of [
      1,
      Number.NaN,
      'text',
      [1, { a: [2] }],
      { a: { b: null } },
      new Date(5),
      [new Map([[1, 2]])],
    ]) {
      expect(between(value, structuredClone(value))).toBeNull();
    }
  });

  it('tells 0 from -0, a missing key from undefined, and a hole from undefined', () => {
    const hole = new Array(1);
    expect(between([0], [-0])).not.toBeNull();
    expect(between({ a: undefined }, {})).not.toBeNull();
    expect(between([undefined], hole)).not.toBeNull();
    expect(between([1, undefined], [1, ...hole])).toBeNull();
    expect(between(hole, new Array(1))).toBeNull();
  });

  it('is the tail of a list that grew', () => {
    const delta = between([{ a: 1 }, { a: 2 }], [{ a: 1 }, { a: 2 }, { a: 3 }]);
    expect(delta).toEqual({ op: 'list', keep: 2, add: [{ a: 3 }] });
  });

  it('is the tail of a text that grew', () => {
    const before = 'A text of some length.';
    expect(between(before, `${before} More.\ud800`)).toEqual({ op: 'text', add: ' More.\ud800' });
  });

  it('is the keys of a record that changed, were added or taken away', () => {
    const delta = between({ a: 1, gone: 2, c: { d: 3, e: 4 } }, { a: 1, c: { d: 3, e: 5 }, f: 6 });
    expect(delta).toEqual({
      op: 'record',
      remove: ['gone'],
      put: [['f', 6]],
      edit: [['c', { op: 'record', edit: [['e', { op: 'set', value: 5 }]] }]],
    });
  });

  it('is the items of a list that changed, by index', () => {
    const list = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, isDone: false }));
    const next = list.map((item) => (item.id === 'b' || item.id === 'd' ? { ...item, isDone: true } : item));
    const done: Delta = { op: 'record', edit: [['isDone', { op: 'set', value: true }]] };
    expect(between(list, next)).toEqual({
      op: 'list',
      keep: 5,
      edit: [
        [1, done],
        [3, done],
      ],
    });
  });

  it('is small for a list that loses its oldest items, or gets some in its middle', () => {
    const list = adopt(Array.from({ length: 50 }, (_, index) => ({ index })));
    expect(between(list, [...list.slice(3), 'new'])).toEqual({ op: 'list', skip: 3, keep: 47, add: ['new'] });
    const widened = [...list.slice(0, 20), 'x', ...list.slice(20)];
    expect(between(list, widened)).toEqual({ op: 'list', keep: 20, add: ['x'], end: 30 });
    expect(between(widened, list)).toEqual({ op: 'list', keep: 20, end: 30 });
  });

  it('is the whole value when nothing of it was kept, or its kind is another', () => {
    for (const [previous, next] of [
      [[1, 2], [3]],
      [{ a: 1 }, { b: 1 }],
      [[], ['a']],
      [{ 0: 'a' }, ['a']],
      [null, {}],
      [{ a: 1 }, Object.assign(Object.create(null), { a: 1 })],
      [new Date(1), new Date(2)],
    ]) {
      expect(between(previous, next)).toEqual({ op: 'set', value: sealed(next) });
    }
  });

  it('compares opaque parts by what they hold now, not by identity', () => {
    const seen = new Set(['a']);
    const before = sealed({ seen, n: 1 });
    seen.add('b');
    expect(deltaOf(before, sealed({ seen, n: 1 }))).toEqual({
      op: 'record',
      edit: [['seen', { op: 'set', value: sealed(seen) }]],
    });
  });

  it('keeps the order of keys', () => {
    const cases: [object, object][] = [
      [
        { a: 1, b: 2, c: 3 },
        { a: 1, c: 3, b: 2 },
      ],
      [
        { a: 1, b: 2, 5: 3 },
        { 4: 0, a: 1, b: 2, 5: 3, 6: 1 },
      ],
      [
        { a: 1, b: 2, c: 3 },
        { new: 0, a: 1, b: 2, c: 3 },
      ],
      [
        { a: 1, b: 2, c: 3 },
        { b: 2, new: 0, c: 3 },
      ],
    ];
    for (const [previous, next] of cases) {
      const result = applyDelta(sealed(previous), between(previous, next) as Delta);
      expect(Object.entries(result as object)).toEqual(Object.entries(next));
    }
  });

  it('changes neither the value before nor itself', () => {
    const first = adopt({ list: [{ n: 1 }], log: 'sixteen letters.' });
    const second = adopt({ list: [{ n: 1 }, { n: 2 }], log: 'sixteen letters. More' });
    const third = adopt({ list: [{ n: 1 }, { n: 3 }, { n: 4 }], log: 'sixteen letters. More' });
    const deltas = [deltaOf(first, second), deltaOf(second, third)] as Delta[];
    for (let time = 0; time < 2; time++) expect(applyDeltas(first, deltas)).toEqual(third);
    expect(applyDelta(first, deltas[0] as Delta)).toEqual(second);
  });

  it('is as small for a long list as for a short one', () => {
    const sizes = [10, 10_000].map((length) => {
      const list = adopt(Array.from({ length }, (_, index) => ({ index, text: 'x'.repeat(50) })));
      return deltaBytes(deltaOf(list, adopt([...list, { index: length, text: 'y' }])) as Delta);
    });
    expect(sizes[1]).toBe(sizes[0]);
  });
});
