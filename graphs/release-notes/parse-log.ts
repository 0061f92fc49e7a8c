import type { Commit } from './commit';
import { fileKind } from './file-kind';

/** What `git log --format` must print for `parseLog`: five fields, each ended by NUL. */
export const LOG_FORMAT = '%H%x00%an%x00%aI%x00%s%x00%b%x00';

const FIELDS = 5;
const PATHS_KEPT = 20;
const FILE_ENTRY = /^\n?(\d+|-)\t(\d+|-)\t([\s\S]+)$/;
const HASH = /^[0-9a-f]{40,64}$/;

/**
 * Parses `git log -z --numstat --no-renames --format=LOG_FORMAT` as it streams in, one commit at a time.
 * With `-z` names are raw, so a path may hold tabs, newlines and quotes. A file entry holds a tab and a hash cannot,
 * so what follows a commit's header tells by itself whether it belongs to it.
 */
export async function* parseLog(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Commit> {
  let header: string[] = [];
  let commit: Commit | undefined;
  for await (const token of splitAtNul(chunks)) {
    if (commit === undefined || HASH.test(token)) {
      if (commit !== undefined) {
        yield commit;
        commit = undefined;
      }
      header.push(token);
      if (header.length === FIELDS) {
        commit = commitOf(header);
        header = [];
      }
    } else if (token !== '') {
      addFile(commit, token);
    }
  }
  if (commit !== undefined) yield commit;
}

async function* splitAtNul(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const tokens = (rest + decoder.decode(chunk, { stream: true })).split('\0');
    rest = tokens.pop() ?? '';
    yield* tokens;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

function commitOf(header: string[]): Commit {
  const [hash = '', author = '', date = '', subject = '', body = ''] = header;
  if (!HASH.test(hash)) throw new Error(`git log printed "${hash.slice(0, 60)}" where a commit hash was expected.`);
  return {
    subject,
    hash,
    author,
    date,
    body: body.trim(),
    added_lines: 0,
    removed_lines: 0,
    touched: { source: 0, tests: 0, docs: 0, tooling: 0 },
    files: [],
  };
}

function addFile(commit: Commit, token: string): void {
  const [, added = '', removed = '', path] = FILE_ENTRY.exec(token) ?? [];
  if (path === undefined) {
    throw new Error(`git log printed "${token.slice(0, 60)}" for commit ${commit.hash.slice(0, 7)}: not a file entry.`);
  }
  commit.added_lines += lines(added);
  commit.removed_lines += lines(removed);
  commit.touched[fileKind(path)] += 1;
  if (commit.files.length < PATHS_KEPT) commit.files.push(path);
}

/** git prints `-` for a binary file. */
function lines(count: string): number {
  return count === '-' ? 0 : Number(count);
}
