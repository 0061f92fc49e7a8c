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
      ['text-gap', 1, '', '1 unchanged'],
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

  it('tells of a long text which words changed', () => {
    const [before, after] = [
      'The quick brown fox jumps over the lazy dog',
      'The quick brown cat jumps over the lazy dog',
    ];
    const [, worded] = diffLines(diffValues({ text: before }, { text: after }));
    expect(worded).toMatchObject({ kind: 'words', value: after });
    expect(worded?.segments?.filter(({ kind }) => kind !== 'same').map(({ text }) => text)).toEqual(['fox', 'cat']);
  });

  it('counts what is equal, and what did not travel', () => {
    const difference = diffValues({ list: [1, 2, 3], same: 0 }, { list: [1, 2, 3, 4], same: 0 });
    expect(diffLines(difference).map(({ value }) => value)).toEqual([undefined, 4, '3 unchanged', '1 unchanged']);
    const cut = difference?.kind === 'changed' ? { ...difference, left: 7 } : undefined;
    expect(diffLines(cut).at(-1)?.value).toContain('7 more differences');
  });

  it('is empty where nothing changed', () => {
    expect(lines({ a: 1 }, { a: 1 })).toEqual([]);
  });
});
