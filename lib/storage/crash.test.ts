import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SqliteSaver } from './sqlite';
import type { TestDatabase } from './test-databases';
import { newSqliteFile } from './test-databases';

const KILLS = 200;
/** At once on one file, each with a thread of its own: a writer dies while another waits for its lock. */
const WRITERS = 4;
const TIME_LIMIT_MS = 180_000;
const root = fileURLToPath(new URL('../..', import.meta.url));

let place: TestDatabase;
let writer: string;

beforeAll(async () => {
  place = newSqliteFile();
  writer = join(dirname(place.url), 'crash-writer.mjs');
  // A plain script starts in a tenth of the time that a TypeScript loader takes.
  await build({
    entryPoints: [join(root, 'lib/storage/crash-writer.ts')],
    outfile: writer,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    alias: { '@': resolve(root) },
    plugins: [
      {
        name: 'native-driver-stays-outside',
        setup(bundler) {
          const driver = pathToFileURL(createRequire(import.meta.url).resolve('libsql')).href;
          bundler.onResolve({ filter: /^libsql$/ }, () => ({ path: driver, external: true }));
        },
      },
    ],
  });
});
afterAll(() => place.remove());

it(
  `loses nothing acknowledged and tears nothing in ${KILLS} × kill -9 of a writing process`,
  async () => {
    const threads = Array.from({ length: WRITERS }, (_, writerNumber) => `thread-${writerNumber}`);
    const acknowledged = await Promise.all(threads.map((threadId) => writeAndKill(threadId, KILLS / WRITERS)));
    const saver = SqliteSaver.fromConnString(place.url);
    expect(saver.database.all('PRAGMA integrity_check', [])).toEqual([{ integrity_check: 'ok' }]);
    for (const [position, threadId] of threads.entries()) {
      const counts = await readWhole(saver, threadId);
      for (const [checkpointId, count] of acknowledged[position] as Map<string, string>) {
        expect(counts.has(checkpointId)).toBe(true);
        expect(String(counts.get(checkpointId))).toBe(count);
      }
    }
    saver.close();
  },
  TIME_LIMIT_MS,
);

/** Each life goes on with the thread where the one before was cut off. Answers all steps that were told, with their counts. */
async function writeAndKill(threadId: string, kills: number): Promise<Map<string, string>> {
  const acknowledged = new Map<string, string>();
  for (let kill = 0; kill < kills; kill++) {
    for (const line of await writeUntilKilled(threadId, 1 + (kill % 12))) {
      const [checkpointId, count] = line.split(' ') as [string, string];
      acknowledged.set(checkpointId, count);
    }
  }
  return acknowledged;
}

/** The count at every checkpoint, having checked that the thread is one unbroken line and no state is torn. */
async function readWhole(saver: SqliteSaver, threadId: string): Promise<Map<string, unknown>> {
  const rows = await saver.readTimeline(threadId, { limit: 1_000_000 });
  expect((await saver.readBranches(threadId)).map(({ tipId }) => tipId)).toEqual([rows.at(-1)?.checkpointId]);
  const counts = new Map<string, unknown>();
  for (let first = 0; first < rows.length; first += 500) {
    const ids = rows.slice(first, first + 500).map(({ checkpointId }) => checkpointId);
    for (const { checkpoint } of await saver.readTuples(threadId, ids)) {
      const { count, payload } = checkpoint.channel_values;
      if (count !== undefined) expect(String(payload).startsWith(`${count}:`)).toBe(true);
      counts.set(checkpoint.id, count);
    }
  }
  // The first checkpoint holds the input only; from START's own step on, each step counts one further than its parent.
  rows.forEach((row, position) => {
    expect(row.parentId).toBe(rows[position - 1]?.checkpointId ?? null);
    expect(counts.get(row.checkpointId)).toBe(position === 0 ? undefined : position - 1);
  });
  return counts;
}

/** Starts the writer on the same file, kills it a moment after it told its `steps`-th step, and answers what it told. */
function writeUntilKilled(threadId: string, steps: number): Promise<string[]> {
  return new Promise((settle, reject) => {
    const child = spawn(process.execPath, [writer, place.url, threadId], { stdio: ['ignore', 'pipe', 'pipe'] });
    let told = '';
    let complaint = '';
    let isKilled = false;
    child.stderr.on('data', (text: Buffer) => {
      complaint += text;
    });
    child.stdout.on('data', (text: Buffer) => {
      told += text;
      if (isKilled || told.split('\n').length <= steps) return;
      isKilled = true;
      setTimeout(() => child.kill('SIGKILL'), Math.random() * 4);
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const lines = told
        .slice(0, told.lastIndexOf('\n') + 1)
        .split('\n')
        .filter(Boolean);
      if (signal === 'SIGKILL') settle(lines);
      else reject(new Error(`The writer ended by itself with code ${code}: ${complaint}`));
    });
  });
}
