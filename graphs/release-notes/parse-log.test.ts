import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Commit } from './commit';
import { parseLog } from './parse-log';

const HASH = '7d9e3493a3d66d055e3617c25a6917cbeaf00617';
const OTHER = '30f90bc35f166e00ac2a2237b2865b1952f9fa42';

async function parsed(text: string, chunkBytes = 7): Promise<Commit[]> {
  const bytes = new TextEncoder().encode(text);
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  }
  const commits: Commit[] = [];
  for await (const commit of parseLog(chunks())) commits.push(commit);
  return commits;
}

function printed(hash: string, { subject = 's', body = '', files = [] as [string, string, string][] } = {}): string {
  const entries = files.map((file) => `${file.join('\t')}\0`).join('');
  return `${[hash, 'Ann', '2026-01-02T03:04:05+01:00', subject, body].join('\0')}\0\0${entries && `\n${entries}`}`;
}

describe('parseLog', () => {
  it('reads commits with and without files, and skips nothing between them', async () => {
    const commits = await parsed(
      printed(HASH, { subject: 'feat: one', body: 'why\n\nBREAKING CHANGE: x\n', files: [['3', '1', 'src/a.ts']] }) +
        printed(OTHER, { subject: 'empty' }) +
        printed(HASH, { files: [['1', '0', 'README.md']] }),
    );
    expect(commits.map(({ subject, body, files }) => ({ subject, body, files }))).toEqual([
      { subject: 'feat: one', body: 'why\n\nBREAKING CHANGE: x', files: ['src/a.ts'] },
      { subject: 'empty', body: '', files: [] },
      { subject: 's', body: '', files: ['README.md'] },
    ]);
  });

  it('keeps tabs, newlines, quotes and hash-like names in paths', async () => {
    const paths = ['odd\ttab.txt', 'new\nline.txt', 'ü "q" \\.md', ' lead', HASH];
    const [commit] = await parsed(printed(OTHER, { files: paths.map((path) => ['1', '0', path]) }));
    expect(commit?.files).toEqual(paths);
  });

  it('counts lines of text files and takes binary ones for none', async () => {
    const [commit] = await parsed(
      printed(HASH, {
        files: [
          ['10', '2', 'a.ts'],
          ['-', '-', 'b.png'],
        ],
      }),
    );
    expect(commit).toMatchObject({
      added_lines: 10,
      removed_lines: 2,
      touched: { source: 2, tests: 0, docs: 0, tooling: 0 },
    });
  });

  it('counts every file and keeps the first paths', async () => {
    const files = Array.from({ length: 300 }, (_, index): [string, string, string] => ['1', '0', `src/${index}.ts`]);
    const [commit] = await parsed(printed(HASH, { files }), 4096);
    expect(commit?.touched.source).toBe(300);
    expect(commit?.files).toHaveLength(20);
  });

  it('refuses what is not a log', async () => {
    await expect(parsed('hello\0a\0b\0c\0d\0')).rejects.toThrow('"hello" where a commit hash was expected');
    await expect(parsed(`${printed(HASH)}garbage\0`)).rejects.toThrow('not a file entry');
  });

  it('gives the same commits wherever the stream is cut', async () => {
    const path = fc.string({ minLength: 1, unit: 'binary' }).filter((name) => !name.includes('\0'));
    const text = fc.string({ unit: 'binary' }).map((value) => value.replaceAll('\0', ''));
    await fc.assert(
      fc.asyncProperty(
        fc.array(path, { maxLength: 4 }),
        text,
        fc.integer({ min: 1, max: 50 }),
        async (paths, body, size) => {
          const log = printed(HASH, { body, files: paths.map((name) => ['1', '2', name]) }) + printed(OTHER);
          const commits = await parsed(log, size);
          expect(commits.map((commit) => commit.hash)).toEqual([HASH, OTHER]);
          expect(commits[0]?.files).toEqual(paths);
          expect(commits[0]?.body).toBe(body.trim());
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
