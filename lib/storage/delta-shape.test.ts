import { expect, it } from 'vitest';
import { type Delta, deltaOf, encodeDelta, jsonSerializer, seal } from '@/engine';
import { HEAD_BYTES, readDeltaHead } from './delta-shape';

const headOf = (before: unknown, after: unknown) => {
  const delta = deltaOf(seal(before, jsonSerializer), seal(after, jsonSerializer)) as Delta;
  return readDeltaHead(encodeDelta(delta, jsonSerializer).subarray(0, HEAD_BYTES));
};
const long = 'what was added, and takes more bytes than are read of it. '.repeat(4);

it('tells of a list that grew, or slid on, what became of the items before', () => {
  expect(headOf(['a', 'b'], ['a', 'b', long])).toEqual({ op: 'list', isHead: true, skip: 0, keep: 2 });
  expect(headOf(['a', 'b', 'c'], ['b', 'c', long])).toEqual({ op: 'list', isHead: true, skip: 1, keep: 2 });
});

it('tells nothing of any other change', () => {
  expect(headOf({ a: 1, b: long }, { a: 2, b: long })).toBeNull();
  expect(headOf([{ id: 1, text: 'x', n: 1 }, 'y'], [{ id: 1, text: 'x', n: 2 }, 'y'])).toBeNull();
  expect(headOf(long, `${long}more`)).toBeNull();
});
