import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemorySaver } from '../checkpoint/memory-saver';
import type { BranchingSaver } from '../checkpoint/saver';

export interface OpenSaver {
  saver: BranchingSaver;
  close: () => void | Promise<void>;
}

/** Every saver there is; PostgreSQL where TEST_DATABASE_URL names one. */
export const saverNames: readonly string[] = [
  'memory',
  'SQLite',
  ...(process.env.TEST_DATABASE_URL ? ['PostgreSQL'] : []),
];

export function openSaver(name: string): Promise<OpenSaver> {
  if (name === 'memory') return Promise.resolve({ saver: new MemorySaver(), close: () => undefined });
  return name === 'PostgreSQL' ? openPostgres(process.env.TEST_DATABASE_URL ?? '') : openSqlite();
}

async function openPostgres(url: string): Promise<OpenSaver> {
  const { PostgresSaver } = await import('retrograph/postgres');
  const saver = PostgresSaver.fromConnString(url);
  return { saver, close: () => saver.close() };
}

async function openSqlite(): Promise<OpenSaver> {
  const { SqliteSaver } = await import('retrograph/sqlite');
  const directory = mkdtempSync(join(tmpdir(), 'properties-'));
  const saver = SqliteSaver.fromConnString(join(directory, 'checkpoints.db'));
  return {
    saver,
    close: async () => {
      await saver.close();
      rmSync(directory, { recursive: true });
    },
  };
}
