import { expect, it } from 'vitest';
import { markdownTokens } from './markdown-tokens';

it('tells of blocks, and survives what is nested too deeply', () => {
  expect(markdownTokens('# a\n\nb')?.map(({ type }) => type)).toEqual(['heading', 'space', 'paragraph']);
  expect(markdownTokens('>'.repeat(20_000))).toBeNull();
});
