import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Table } from 'drizzle-orm';
import type { ColumnValues } from '@/lib/storage/query';
import { addSqliteRows } from '@/lib/storage/sqlite-add-rows';
import { SqliteDatabase } from '@/lib/storage/sqlite-database';
import { sqliteDialect } from '@/lib/storage/sqlite-dialect';
import { rowsOfThread, type ThreadTable } from '@/lib/storage/transfer-tables';
import { refused } from './capsule-error';
import type { Part, PartKind } from './format';
import { partOf, type RowOf, rowOf, TABLE_OF_KIND } from './part-rows';

/** Rows are added so many at a time, or as soon as they weigh so much. */
const MAX_ROWS = 1000;
const MAX_WEIGHT = 4 * 1024 * 1024;

/**
 * A thread in a SQLite file of its own, on its way out of a database or into one. So it is never in memory as a whole, and
 * nothing of it reaches the database before all of it was read and looked at.
 */
export class StagedThread {
  readonly threadId: string;
  readonly database: SqliteDatabase;
  readonly #folder: string;
  readonly #waiting = new Map<ThreadTable, ColumnValues<Table>[]>();
  #rows = 0;
  #weight = 0;

  private constructor(threadId: string, folder: string) {
    this.threadId = threadId;
    this.#folder = folder;
    this.database = new SqliteDatabase(path.join(folder, 'thread.db'));
    // It is thrown away after a crash.
    this.database.run('PRAGMA synchronous = OFF', []);
  }

  static async make(threadId: string): Promise<StagedThread> {
    return new StagedThread(threadId, await mkdtemp(path.join(tmpdir(), 'retrograph-capsule-')));
  }

  /** `weight` is about what it takes in memory, in bytes. @throws AppError when it is there already */
  add(part: Part, weight: number): void {
    const table = TABLE_OF_KIND[part.kind];
    const rows = this.#waiting.get(table) ?? [];
    rows.push(rowOf(this.threadId, part) as ColumnValues<Table>);
    this.#waiting.set(table, rows);
    this.#rows += 1;
    this.#weight += weight;
    if (this.#rows >= MAX_ROWS || this.#weight >= MAX_WEIGHT) this.flush();
  }

  flush(): void {
    for (const [table, rows] of this.#waiting) {
      if (addSqliteRows(this.database, table, rows) === rows.length) continue;
      throw refused('invalid', `The capsule has two rows of the table "${table}" with one key.`);
    }
    this.#waiting.clear();
    this.#rows = 0;
    this.#weight = 0;
  }

  /** Kind by kind, each in the order of its keys. */
  *parts(kinds: readonly PartKind[]): Generator<Part> {
    for (const kind of kinds) {
      const { text, values } = rowsOfThread(sqliteDialect, TABLE_OF_KIND[kind], this.threadId);
      const read = partOf[kind] as (row: RowOf<ThreadTable>) => Part;
      for (const row of this.database.rows(text, values)) {
        yield read(withBytes(row) as RowOf<ThreadTable>);
      }
    }
  }

  async remove(): Promise<void> {
    this.database.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** libsql gives bytes as ArrayBuffer or as Buffer. */
function withBytes(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const key of Object.keys(row)) {
    const value = row[key];
    read[key] = value instanceof ArrayBuffer ? new Uint8Array(value) : value;
  }
  return read;
}
