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
    const acknowledged = new Map<string, number>();
    for (let kill = 0; kill < KILLS; kill++) {
      const lines = await writeUntilKilled(1 + (kill % 12));
      for (const line of lines) {
        const [checkpointId, count] = line.split(' ') as [string, string];
        acknowledged.set(checkpointId, Number(count));
      }
    }
    const saver = SqliteSaver.fromConnString(place.url);
    expect(saver.database.all('PRAGMA integrity_check', [])).toEqual([{ integrity_check: 'ok' }]);

    const rows = await saver.readTimeline('crashing', { limit: 1_000_000 });
    expect(rows.length).toBeGreaterThanOrEqual(acknowledged.size);
    expect((await saver.readBranches('crashing')).map(({ tipId }) => tipId)).toEqual([rows.at(-1)?.checkpointId]);
    const counts = new Map<string, unknown>();
    for (let first = 0; first < rows.length; first += 500) {
      const ids = rows.slice(first, first + 500).map(({ checkpointId }) => checkpointId);
      for (const { checkpoint } of await saver.readTuples('crashing', ids)) {
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
    for (const [checkpointId, count] of acknowledged) {
      if (!Number.isNaN(count)) expect(counts.get(checkpointId)).toBe(count);
      expect(counts.has(checkpointId)).toBe(true);
    }
    saver.close();
  },
  TIME_LIMIT_MS,
);

/** Starts the writer on the same file, kills it a moment after it told its `steps`-th step, and answers what it told. */
function writeUntilKilled(steps: number): Promise<string[]> {
  return new Promise((settle, reject) => {
    const child = spawn(process.execPath, [writer, place.url], { stdio: ['ignore', 'pipe', 'pipe'] });
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
