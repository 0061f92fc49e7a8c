import { expect, it } from 'vitest';
import { reducedText } from './reduced-text';

it('says that a reducer appends, where all that was there still stands before', () => {
  expect(reducedText([{ a: 1 }], [{ a: 1 }, { a: 2 }])).toBe('reducer appends 1');
  expect(reducedText(undefined, ['x', 'y'])).toBe('reducer appends 2');
});

it('says no more than that it went through the reducer otherwise', () => {
  expect(reducedText([1, 2], [2, 1, 3])).toBe('through the reducer');
  expect(reducedText([1], [1])).toBe('through the reducer');
  expect(reducedText(1, 3)).toBe('through the reducer');
  expect(reducedText({}, [1])).toBe('through the reducer');
});
