import { describe, expect, it } from 'vitest';
import { textPieces } from './text-pieces';

describe('textPieces', () => {
  it('cuts behind line breaks, which the cut stands for', () => {
    expect(textPieces('ab\ncd\nef', 4).map(({ text }) => text)).toEqual(['ab', 'cd', 'ef']);
  });

  it('loses nothing of a text without line breaks, and no half of a character', () => {
    const text = '😀'.repeat(50);
    const pieces = textPieces(text, 7);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
    for (const piece of pieces) expect(encodeURI(piece.text)).toBeTruthy();
  });

  it('keeps a last line break', () => {
    expect(textPieces('a\n', 10).map(({ text }) => text)).toEqual(['a\n']);
  });
});
