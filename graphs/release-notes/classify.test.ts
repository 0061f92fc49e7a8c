import { describe, expect, it } from 'vitest';
import { classify, mergeByHash } from './classify';
import type { Classified, Touched } from './commit';
import { fileKind } from './file-kind';

function classified(subject: string, { body = '', touched = { source: 1 } as Partial<Touched> } = {}): Classified {
  return classify({ hash: 'abc', subject, body, touched: { source: 0, tests: 0, docs: 0, tooling: 0, ...touched } });
}

describe('classify', () => {
  it.each([
    ['feat(api): add cursor', 'feature'],
    ['fix: keep order', 'fix'],
    ['perf: fewer reads', 'fix'],
    ['docs: say how', 'docs'],
    ['chore(deps): bump a to 2', 'internal'],
    ['refactor!: rename everything', 'breaking'],
    ['Feat: capital letters count too', 'feature'],
  ])('takes the word of a conventional subject: %s', (subject, category) => {
    expect(classified(subject).category).toBe(category);
  });

  it('splits scope and summary off a conventional subject', () => {
    expect(classified('feat(api): add cursor')).toMatchObject({ scope: 'api', summary: 'add cursor' });
  });

  it('finds a breaking change in the body', () => {
    const body = 'Longer text.\n\nBREAKING CHANGE: the old name is gone';
    expect(classified('feat: rename', { body })).toMatchObject({ category: 'breaking' });
    expect(classified('Rename', { body: 'this is no BREAKING CHANGE: at all' }).category).toBe('internal');
  });

  it('goes by the files where the subject has no type', () => {
    expect(classified('Fix the words', { touched: { source: 0, docs: 2 } })).toMatchObject({ category: 'docs' });
    expect(classified('Add cases', { touched: { source: 0, tests: 3 } })).toMatchObject({ category: 'internal' });
    expect(classified('Add cases', { touched: { source: 1, tests: 3 } })).toMatchObject({ category: 'feature' });
  });

  it.each([
    ['Add a flag', 'feature'],
    ['Fixes the flicker', 'fix'],
    ['Handle a crash at start', 'fix'],
    ['Drop support for Node 18', 'breaking'],
    ['Bump version', 'internal'],
    ['Something else', 'internal'],
  ])('goes by how the subject opens: %s', (subject, category) => {
    expect(classified(subject).category).toBe(category);
  });

  it('does not take a word that only looks like a type', () => {
    expect(classified('constructor: call super first')).toMatchObject({
      category: 'internal',
      summary: 'constructor: call super first',
    });
    expect(classified('Note: add nothing').category).toBe('internal');
  });
});

describe('fileKind', () => {
  it.each([
    ['src/a.ts', 'source'],
    ['src/a.test.ts', 'tests'],
    ['tests/helper.py', 'tests'],
    ['docs/guide/intro.html', 'docs'],
    ['README', 'docs'],
    ['.github/workflows/ci.yml', 'tooling'],
    ['package-lock.json', 'tooling'],
    ['vite.config.ts', 'tooling'],
    ['contest/entry.ts', 'source'],
  ])('%s is %s', (path, kind) => {
    expect(fileKind(path)).toBe(kind);
  });
});

describe('mergeByHash', () => {
  const entry = (hash: string, category: Classified['category'] = 'fix'): Classified => ({
    hash,
    category,
    scope: '',
    summary: hash,
    because: '',
  });

  it('appends new commits and replaces a known one in its place', () => {
    const merged = mergeByHash([entry('a'), entry('b')], [entry('c'), entry('a', 'breaking')]);
    expect(merged.map(({ hash, category }) => [hash, category])).toEqual([
      ['a', 'breaking'],
      ['b', 'fix'],
      ['c', 'fix'],
    ]);
  });
});
