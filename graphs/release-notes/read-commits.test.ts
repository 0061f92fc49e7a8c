import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readCommits } from './read-commits';

const root = mkdtempSync(join(tmpdir(), 'read-commits-'));
const repository = join(root, 'repository');
const request = { repository, range: '', count: 10 };

function git(...args: string[]): void {
  const identity = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.org', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...identity, '-C', repository, ...args], { stdio: 'ignore' });
}

beforeAll(() => {
  for (const directory of ['repository', 'empty', 'plain']) mkdirSync(join(root, directory));
  execFileSync('git', ['init', '-q', repository]);
  execFileSync('git', ['init', '-q', join(root, 'empty')]);
  writeFileSync(join(repository, 'odd\tname\n".ts'), 'one\n');
  git('add', '.');
  git('commit', '-q', '-m', 'feat: start');
  git('tag', 'v1');
  writeFileSync(join(repository, 'README.md'), 'words\n');
  git('add', '.');
  git('commit', '-q', '-m', 'docs: words');
  git('commit', '-q', '--allow-empty', '-m', 'Nothing');
});
afterAll(() => rmSync(root, { recursive: true }));

describe('readCommits', () => {
  it('reads the last commits, newest first', async () => {
    const commits = await readCommits({ ...request, count: 2 });
    expect(commits.map((commit) => commit.subject)).toEqual(['Nothing', 'docs: words']);
  });

  it('reads a whole range, whatever the count', async () => {
    const commits = await readCommits({ ...request, range: 'v1..HEAD', count: 1 });
    expect(commits.map((commit) => commit.subject)).toEqual(['Nothing', 'docs: words']);
  });

  it('reads file names that hold tabs, newlines and quotes', async () => {
    const commits = await readCommits({ ...request, range: 'v1' });
    expect(commits[0]?.files).toEqual(['odd\tname\n".ts']);
  });

  it('takes a path relative to where the person stood', async () => {
    vi.stubEnv('INIT_CWD', root);
    const commits = await readCommits({ ...request, repository: './repository' });
    vi.unstubAllEnvs();
    expect(commits).toHaveLength(3);
  });

  it('is not led astray by a surrounding git', async () => {
    vi.stubEnv('GIT_DIR', join(root, 'empty', '.git'));
    const commits = await readCommits(request);
    vi.unstubAllEnvs();
    expect(commits).toHaveLength(3);
  });

  it.each([
    ['a missing directory', { repository: join(root, 'nowhere') }, 'There is no directory'],
    ['a file', { repository: join(repository, 'README.md') }, 'is a file'],
    ['a directory without a repository', { repository: join(root, 'plain') }, 'is not a git repository'],
    ['a repository without commits', { repository: join(root, 'empty') }, 'has no commits yet'],
    ['an unknown revision', { range: 'v9..HEAD' }, 'has no revision "v9..HEAD"'],
    ['a range that looks like an option', { range: '--output=stolen' }, 'starts with "-"'],
    ['a range with NUL', { range: 'HEAD\0' }, 'control character'],
    ['a range without commits', { range: 'HEAD..v1' }, 'holds no commits'],
  ])('says what is wrong with %s', async (_, change, message) => {
    await expect(readCommits({ ...request, ...change })).rejects.toThrow(message);
  });

  it('says how to trust a repository of another owner', async () => {
    const fake = join(root, 'bin');
    mkdirSync(fake);
    writeFileSync(
      join(fake, 'git'),
      `#!/bin/sh\necho "fatal: detected dubious ownership in repository at '$6'" >&2\nexit 128\n`,
      { mode: 0o755 },
    );
    vi.stubEnv('PATH', `${fake}:${process.env.PATH}`);
    await expect(readCommits(request)).rejects.toThrow('git config --global --add safe.directory');
    vi.unstubAllEnvs();
  });

  it('says so when git is not installed', async () => {
    vi.stubEnv('PATH', join(root, 'plain'));
    await expect(readCommits(request)).rejects.toThrow('git was not found');
    vi.unstubAllEnvs();
  });

  it('ends git when the run is stopped', async () => {
    await expect(readCommits(request, AbortSignal.abort())).rejects.toThrow('aborted');
  });
});
