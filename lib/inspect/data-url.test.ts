import { describe, expect, it } from 'vitest';
import { beginsAsImage, isImage } from './data-url';

const png = (length: number) => `data:image/png;base64,${'A'.repeat(length)}`;

describe('isImage', () => {
  it('knows images that lie in the text, and nothing else', () => {
    expect(isImage(png(40))).toBe(true);
    for (const text of [
      'https://elsewhere.example/x.png',
      `${png(4)} and more`,
      'data:text/html;base64,AAAA',
      png(5_000_000),
    ])
      expect(isImage(text)).toBe(false);
  });

  it('knows the beginning of one', () => {
    expect(beginsAsImage(png(3))).toBe(true);
    expect(beginsAsImage('a data:image/png;base64,')).toBe(false);
  });
});
