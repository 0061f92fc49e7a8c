import { describe, expect, it } from 'vitest';
import { diffValues } from './diff';
import { diffLines } from './diff-lines';

const lines = (before: unknown, after: unknown) =>
  diffLines(diffValues(before, after)).map(({ kind, depth, label, value }) => [kind, depth, label, value]);

describe('diffLines', () => {
  it('writes an update as what was and what is, under its place', () => {
    expect(lines({ a: { b: 1, c: 1 } }, { a: { b: 2, c: 1 } })).toEqual([
      ['place', 0, 'a', undefined],
      ['removed', 1, 'b', 1],
      ['added', 1, 'b', 2],
    ]);
  });

  it('compares texts line by line and counts the equal ones', () => {
    expect(lines({ notes: 'one\ntwo\nthree\nfour' }, { notes: 'one\ntwo\n3\nfour' })).toEqual([
      ['place', 0, 'notes', undefined],
      ['text-gap', 1, 'notes', '2 equal lines'],
      ['text-removed', 1, 'notes', 'three'],
      ['text-added', 1, 'notes', '3'],
      ['text-gap', 1, 'notes', '1 equal line'],
    ]);
  });

  it('is empty where nothing changed', () => {
    expect(lines({ a: 1 }, { a: 1 })).toEqual([]);
  });
});
