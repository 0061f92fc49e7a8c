import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { CapsuleRequest } from '@/lib/contracts/capsule';
import type { RunsContext } from '@/lib/runs/context';
import { createEventBus } from '@/lib/runs/event-bus';
import { silentLog } from '@/lib/runs/log';
import { openStore } from '@/lib/storage/open-store';
import type { Store } from '@/lib/storage/store';
import { newPostgresSchema, newSqliteFile, type TestDatabase, testPostgresUrl } from '@/lib/storage/test-databases';
import { exportCapsule } from './export-capsule';
import { noParts } from './format';
import { type ImportAs, importCapsule } from './import-capsule';
import { CAPSULE_LIMITS, type CapsuleLimits } from './limits';

/** Both databases, PostgreSQL where TEST_DATABASE_URL names one. */
export const databaseNames = ['SQLite', ...(testPostgresUrl === undefined ? [] : ['PostgreSQL'])];

export interface TestStore {
  store: Store;
  context: RunsContext;
  reopen(): Promise<Store>;
  remove(): Promise<void>;
}

export async function openTestStore(name: string): Promise<TestStore> {
  const database: TestDatabase = name === 'PostgreSQL' ? await newPostgresSchema() : newSqliteFile();
  const opened: TestStore = {
    store: await openStore(database.url),
    get context() {
      // Safe: capsules ask for no more than these.
      return { store: opened.store, bus: createEventBus(), log: silentLog } as unknown as RunsContext;
    },
    async reopen() {
      await opened.store.close();
      opened.store = await openStore(database.url);
      return opened.store;
    },
    async remove() {
      await opened.store.close();
      await database.remove();
    },
  };
  return opened;
}

export async function exported(
  context: RunsContext,
  threadId: string,
  request: Partial<CapsuleRequest> = {},
): Promise<Buffer> {
  const { file } = await exportCapsule(context, threadId, { redact: [], leaveOut: [], ...request });
  const chunks: Buffer[] = [];
  for await (const chunk of file) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** In pieces, as a network gives them. */
export function imported(
  context: RunsContext,
  file: Uint8Array,
  { as = 'same', limits = {} }: { as?: ImportAs; limits?: Partial<CapsuleLimits> } = {},
) {
  return importCapsule(context, inPieces(file), as, { ...CAPSULE_LIMITS, ...limits });
}

function inPieces(file: Uint8Array, size = 1000): Readable {
  const pieces: Uint8Array[] = [];
  for (let start = 0; start < file.length; start += size) pieces.push(file.subarray(start, start + size));
  return Readable.from(pieces);
}

/** Lines without the breaks. */
export function linesIn(file: Buffer): string[] {
  return gunzipSync(file).toString().trimEnd().split('\n');
}

/** The lines of a capsule, with an end that fits them. */
export function withEnd(lines: readonly string[]): string[] {
  const hash = createHash('sha256');
  const counts: Record<string, number> = noParts();
  for (const [at, line] of lines.entries()) {
    hash.update(`${line}\n`);
    const { kind } = JSON.parse(line) as { kind?: string };
    if (at > 0 && kind !== undefined) counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return [...lines, JSON.stringify({ kind: 'end', counts, sha256: hash.digest('hex') })];
}

export function fileOf(lines: readonly string[]): Buffer {
  return gzipSync(lines.map((line) => `${line}\n`).join(''));
}
