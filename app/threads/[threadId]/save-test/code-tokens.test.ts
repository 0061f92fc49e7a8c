import { expect, it } from 'vitest';
import { tokensOf } from './code-tokens';

const TEXT = `import { a } from 'b';
/** It's a comment. */
const c = { 'd-1': -2.5, e: "f's", g: new Map([[7n, null]]), h1: { type: 'open`;

it('takes a text apart and loses nothing', () => {
  const tokens = tokensOf(TEXT);
  expect(tokens.map(({ text }) => text).join('')).toBe(TEXT);
  const of = (kind: string) => tokens.filter((token) => token.kind === kind).map(({ text }) => text);
  expect(of('comment')).toEqual(["/** It's a comment. */"]);
  expect(of('string')).toEqual(["'b'", "'d-1'", `"f's"`, "'open"]);
  expect(of('number')).toEqual(['-2.5', '7n']);
  expect(of('keyword')).toEqual(['import', 'from', 'const', 'new', 'null']);
  expect(tokens.find(({ text }) => text.includes('type'))?.kind).toBe('text');
});
