import { describe, expect, it } from 'vitest';
import { deltaOf, jsonSerializer, seal } from '@/engine';
import { valueAt } from './fold-value';
import { lengthAfter } from './list-length';
import { type Direction, traceDelta, type ValueDelta } from './trace-delta';
import { traceValues } from './trace-values';

const has = (value: unknown, path: readonly (string | number)[]) => valueAt(value, path) !== undefined;

function both(before: unknown, after: unknown, path: (string | number)[], direction: Direction = 'back') {
  const delta = deltaOf(seal(before, jsonSerializer), seal(after, jsonSerializer)) as ValueDelta | null;
  const lengthBefore = (list: readonly (string | number)[]) => (valueAt(before, list) as unknown[]).length;
  return {
    told: traceDelta(delta, path, { direction, lengthBefore, has }),
    compared: traceValues(before, after, path, direction),
  };
}

describe('an item of a list', () => {
  const old = ['a', 'b', 'c'];
  const same = (path: unknown) => ({ told: { isChanged: false, path }, compared: { isChanged: false, path } });
  const over = { told: { isChanged: true, path: null }, compared: { isChanged: true, path: null } };

  it('is where it was when others are added behind it, and was not there when it was added', () => {
    expect(both(old, [...old, 'd'], [2])).toEqual(same([2]));
    expect(both(old, [...old, 'd'], [3])).toEqual(over);
  });

  it('moves when others are put before it or taken away', () => {
    expect(both(old, ['new', ...old], [3])).toEqual(same([2]));
    expect(both(old, ['b', 'c', 'd'], [0])).toEqual(same([1]));
    expect(both(old, ['b', 'c', 'd'], [0], 'onward')).toEqual(over);
    expect(both(old, ['b', 'c', 'd'], [2], 'onward')).toEqual(same([1]));
  });

  it('is left to the comparison of both values where it stands in the place of another', () => {
    const { told, compared } = both([{ id: 1 }, { id: 2 }], [{ id: 1 }, { id: 3 }], [1]);
    expect(told).toBeNull();
    expect(compared).toEqual({ isChanged: true, path: null });
  });

  it('is followed into', () => {
    const before = { list: [{ id: 1, text: 'x', n: 1 }, 'y'] };
    const after = { list: [{ id: 1, text: 'x', n: 2 }, 'y'] };
    expect(both(before, after, ['list', 0, 'n'])).toEqual({
      told: { isChanged: true, path: ['list', 0, 'n'] },
      compared: { isChanged: true, path: ['list', 0, 'n'] },
    });
    expect(both(before, after, ['list', 0, 'text'])).toEqual(same(['list', 0, 'text']));
  });
});

it('a key that moved behind the others is the same value', () => {
  const { told, compared } = both({ a: 1, b: 2, c: 3 }, { b: 2, c: 3, a: 1 }, ['a']);
  expect(told).toBeNull();
  expect(compared).toEqual({ isChanged: false, path: ['a'] });
});

it('asks for a length only where it matters', () => {
  const delta: ValueDelta = { op: 'list', keep: 3, add: ['d'] };
  const lengthBefore = () => undefined;
  expect(traceDelta(delta, [1], { direction: 'back', lengthBefore, has })).toEqual({ isChanged: false, path: [1] });
  expect(traceDelta(delta, [3], { direction: 'back', lengthBefore, has })).toBeNull();
});

it('tells how long a list is after a delta', () => {
  expect(lengthAfter({ op: 'list', keep: 3, add: ['d'], end: 2 }, [])).toBe(6);
  expect(lengthAfter({ op: 'record', edit: [['list', { op: 'list', keep: 3 }]] }, ['list'])).toBe(3);
  expect(lengthAfter({ op: 'record', edit: [['other', { op: 'set', value: 1 }]] }, ['list'])).toBe('untouched');
  expect(lengthAfter({ op: 'record', put: [['list', [1]]] }, ['list'])).toBeNull();
});
