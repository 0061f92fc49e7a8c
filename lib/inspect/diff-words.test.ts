import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffWords } from './diff-words';

describe('diffWords', () => {
  it('tells which words changed', () => {
    expect(diffWords('The quick brown fox jumps', 'The slow brown fox jumps high')).toEqual([
      { kind: 'same', text: 'The ' },
      { kind: 'removed', text: 'quick' },
      { kind: 'added', text: 'slow' },
      { kind: 'same', text: ' brown fox jumps' },
      { kind: 'added', text: ' high' },
    ]);
  });

  it('gives up on texts that have little in common, and on huge ones', () => {
    expect(diffWords('alpha beta gamma', 'one two three')).toBeNull();
    expect(diffWords('a '.repeat(5000), 'a '.repeat(5001))).toBeNull();
  });

  it('loses nothing of either text', () => {
    const words = fc
      .array(fc.constantFrom('a', 'b', 'c', ' ', '.', '\n', 'ä'), { maxLength: 30 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(words, words, (before, after) => {
        const segments = diffWords(before, after) ?? [];
        if (segments.length === 0) return;
        const side = (kind: string) =>
          segments
            .filter((each) => each.kind !== kind)
            .map(({ text }) => text)
            .join('');
        expect(side('added')).toBe(before);
        expect(side('removed')).toBe(after);
      }),
    );
  });
});
