import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { Commit } from './commit';
import { LOG_FORMAT, parseLog } from './parse-log';

export interface LogRequest {
  repository: string;
  /** A revision or a range such as `v1.2..HEAD`; empty for the last `count` commits. */
  range: string;
  count: number;
}

/** The directory that the person stood in: npm changes to the package's root before it starts a script. */
export function startedIn(): string {
  return process.env.INIT_CWD ?? process.cwd();
}

/**
 * Reads commits, newest first, merges left out. A range is read whole; `count` holds only where there is none.
 * @throws Error with the reason and the way out: no directory, no repository, unknown revision, nothing in the range.
 */
export async function readCommits(request: LogRequest, signal?: AbortSignal): Promise<Commit[]> {
  const directory = resolve(startedIn(), request.repository.replace(/^~(?=\/|$)/, homedir()));
  await checkDirectory(directory);
  checkRange(request.range);
  const commits = await gitLog(directory, request, signal);
  if (commits.length === 0)
    throw new Error(`${named(request.range)} of ${directory} holds no commits; give a wider range.`);
  return commits;
}

async function checkDirectory(directory: string): Promise<void> {
  const found = await stat(directory).catch(() => undefined);
  if (found === undefined) throw new Error(`There is no directory ${directory}; give the path of a git repository.`);
  if (!found.isDirectory()) throw new Error(`${directory} is a file; give the directory of the git repository.`);
}

function checkRange(range: string): void {
  if (range.startsWith('-')) {
    throw new Error(
      `The range "${range}" starts with "-", which no revision does; give a revision such as HEAD or a range such as v1.0..HEAD.`,
    );
  }
  if (/[\0\n\r]/.test(range))
    throw new Error('The range holds a control character; give a revision such as HEAD or a range such as v1.0..HEAD.');
}

async function gitLog(directory: string, { range, count }: LogRequest, signal?: AbortSignal): Promise<Commit[]> {
  const amount = range === '' ? [`--max-count=${count}`] : [];
  const git = spawn(
    'git',
    [
      ...['--no-pager', '-c', 'core.fsmonitor=false', '-c', 'log.showSignature=false', '-C', directory],
      ...['log', '-z', '--numstat', '--no-renames', '--no-merges', '--no-ext-diff', '--no-textconv', '--no-color'],
      ...['--encoding=UTF-8', `--format=${LOG_FORMAT}`, ...amount, '--end-of-options', range || 'HEAD', '--'],
    ],
    { env: gitEnvironment(), signal, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const [commits, complaint] = await Promise.all([
    collect(parseLog(git.stdout)),
    text(git.stderr),
    endOf(git).catch((error: unknown) => Promise.reject(notStarted(error))),
  ]);
  if (git.exitCode !== 0) throw new Error(explain(complaint, directory, range));
  return commits;
}

async function endOf(git: ReturnType<typeof spawn>): Promise<void> {
  await once(git, 'close');
}

function notStarted(error: unknown): unknown {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  return isMissing
    ? new Error('git was not found; install it and make sure that it is on the PATH.', { cause: error })
    : error;
}

/**
 * English messages, and no variable of a surrounding git (a hook's GIT_DIR would win over the directory asked for).
 * No protocol is allowed, so a partial clone cannot fetch what it lacks over the network.
 */
function gitEnvironment(): NodeJS.ProcessEnv {
  const environment = { ...process.env };
  for (const name of Object.keys(environment)) if (name.startsWith('GIT_')) delete environment[name];
  return Object.assign(environment, {
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
  });
}

function explain(complaint: string, directory: string, range: string): string {
  if (complaint.includes('dubious ownership')) {
    return `git refuses ${directory} because another user owns it; if you trust it: git config --global --add safe.directory '${directory}'`;
  }
  if (complaint.includes('not a git repository')) return `${directory} is not a git repository; give the path of one.`;
  if (complaint.includes('does not have any commits') || (range === '' && complaint.includes("bad revision 'HEAD'"))) {
    return `The repository ${directory} has no commits yet; make one first.`;
  }
  if (/bad revision|unknown revision|ambiguous argument|bad object|Invalid symmetric/i.test(complaint)) {
    return `${directory} has no revision "${range}"; \`git -C ${directory} log --oneline\` and \`git tag\` show what there is.`;
  }
  return `git log failed in ${directory}: ${complaint.trim() || 'it gave no reason'}`;
}

function named(range: string): string {
  return range === '' ? 'The history' : `The range "${range}"`;
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

async function text(stream: Readable): Promise<string> {
  return Buffer.concat(await collect<Buffer>(stream)).toString('utf8');
}
