import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import type { Database, Place } from './places';

/** Files in the system's temporary folder; set TMPDIR to measure another disk. */
export function openSqliteFiles(): Database {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  let files = 0;
  return {
    name: 'SQLite',
    newPlace: async () => newFile(join(folder, `${files++}.db`)),
    stop: async () => rmSync(folder, { recursive: true }),
  };
}

function newFile(url: string): Place {
  const query = async <Row>(text: string) => withConnection(url, (connection) => rowsOf<Row>(connection, text));
  return {
    url,
    query,
    sizeBytes: async () => {
      const [outcome] = await query<{ busy: number }>('PRAGMA wal_checkpoint(TRUNCATE)');
      if (outcome?.busy !== 0)
        throw new Error(`The log of ${url} could not be brought into the file: somebody still reads it.`);
      return statSync(url).size;
    },
    remove: async () => {
      for (const file of [url, `${url}-wal`, `${url}-shm`]) rmSync(file, { force: true });
    },
  };
}

function withConnection<Result>(url: string, body: (connection: Libsql.Database) => Result): Result {
  const connection = new Libsql(url);
  try {
    return body(connection);
  } finally {
    connection.close();
  }
}

/** libsql answers blobs as ArrayBuffer, which it does not take back. */
function rowsOf<Row>(connection: Libsql.Database, text: string): Row[] {
  const rows = connection.prepare(text).all() as Record<string, unknown>[];
  const taken = (value: unknown) => (value instanceof ArrayBuffer ? Buffer.from(value) : value);
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, taken(value)])) as Row);
}
