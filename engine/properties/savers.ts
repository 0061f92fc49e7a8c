import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemorySaver } from '../checkpoint/memory-saver';
import type { BranchingSaver } from '../checkpoint/saver';

export interface OpenSaver {
  saver: BranchingSaver;
  /** Another saver on the same data. The one in memory has only itself. */
  reopen: () => BranchingSaver | Promise<BranchingSaver>;
  close: () => void | Promise<void>;
}

/** Every saver there is; PostgreSQL where TEST_DATABASE_URL names one. */
export const saverNames: readonly string[] = [
  'memory',
  'SQLite',
  ...(process.env.TEST_DATABASE_URL ? ['PostgreSQL'] : []),
];

export function openSaver(name: string): Promise<OpenSaver> {
  if (name === 'memory') return Promise.resolve(openMemory());
  return name === 'PostgreSQL' ? openPostgres(process.env.TEST_DATABASE_URL ?? '') : openSqlite();
}

function openMemory(): OpenSaver {
  const saver = new MemorySaver();
  return { saver, reopen: () => saver, close: () => undefined };
}

async function openPostgres(url: string): Promise<OpenSaver> {
  const { PostgresSaver } = await import('retrograph/postgres');
  const open = () => PostgresSaver.fromConnString(url);
  return openAgain(open);
}

async function openSqlite(): Promise<OpenSaver> {
  const { SqliteSaver } = await import('retrograph/sqlite');
  const directory = mkdtempSync(join(tmpdir(), 'properties-'));
  const { close, ...open } = openAgain(() => SqliteSaver.fromConnString(join(directory, 'checkpoints.db')));
  return {
    ...open,
    close: async () => {
      await close();
      rmSync(directory, { recursive: true });
    },
  };
}

function openAgain(open: () => BranchingSaver & { close(): void | Promise<void> }): OpenSaver {
  const saver = open();
  let current = saver;
  return {
    saver,
    async reopen() {
      await current.close();
      current = open();
      return current;
    },
    close: () => current.close(),
  };
}
