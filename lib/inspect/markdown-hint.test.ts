import { expect, it } from 'vitest';
import { looksLikeMarkdown } from './markdown-hint';

it('knows Markdown by its marks', () => {
  for (const text of ['# Title', 'a\n- item', 'a **bold** word', 'see [this](/x)', '```js\nx\n```', 'a `b`', '1. one'])
    expect(looksLikeMarkdown(text)).toBe(true);
  for (const text of ['plain', 'a - b', '2 * 3 * 4', 'x > 1', 'a\nb']) expect(looksLikeMarkdown(text)).toBe(false);
});
