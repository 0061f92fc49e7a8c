import type { SQL } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import { rowNumber, rowText } from './database';
import { selection } from './query';
import { SqliteDatabase } from './sqlite-database';
import { sqliteDialect } from './sqlite-dialect';

const POLL_MS = 250;
/** Rows are looked at again for this long, since another process's transaction may commit later than its clock says. */
const OVERLAP_MS = 10_000;

/**
 * Tells which threads other connections wrote to. `PRAGMA data_version` on a connection of its own says cheaply whether
 * anybody wrote at all; only then are the rows of late looked at. `writer` is the connection whose writes don't count.
 */
export function watchSqlite(path: string, writer: string, onChange: (threadIds: string[]) => void): () => void {
  const database = new SqliteDatabase(path);
  const told = new Map<string, number>();
  let version = dataVersion(database);
  let threads = threadIds(database);
  let since = Date.now();

  const look = () => {
    const now = dataVersion(database);
    if (now === version) return;
    version = now;
    const changed = new Set<string>();
    for (const row of database.all(CHANGED_ROWS, [since - OVERLAP_MS, writer])) {
      const key = rowText(row, 'rowKey');
      if (told.get(key) === rowNumber(row, 'updatedAt')) continue;
      told.set(key, rowNumber(row, 'updatedAt'));
      changed.add(rowText(row, 'threadId'));
    }
    since = Date.now();
    for (const [key, updatedAt] of told) if (updatedAt < since - 2 * OVERLAP_MS) told.delete(key);
    const total = threadCount(database);
    if (total !== threads.size) {
      const left = threadIds(database);
      for (const id of threads) if (!left.has(id)) changed.add(id);
      threads = left;
    }
    if (changed.size > 0) onChange([...changed]);
  };
  // What was written before the watch began is no news.
  for (const row of database.all(CHANGED_ROWS, [since - OVERLAP_MS, writer])) {
    told.set(rowText(row, 'rowKey'), rowNumber(row, 'updatedAt'));
  }
  const timer = setInterval(look, POLL_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
    database.close();
  };
}

const { branches, runs, threads } = sqliteDialect.tables;
const changedRows = (table: typeof branches | typeof runs | typeof threads, ...key: SQL[]) =>
  sql`SELECT ${selection({ threadId: table.threadId, updatedAt: table.updatedAt, rowKey: sql.join(key, sql` || ':' || `) })}
    FROM ${table} WHERE ${table.updatedAt} >= $1 AND ${table.writer} <> $2`;

/** $1 since when, $2 the writer that doesn't count. */
const CHANGED_ROWS = text(
  sql.join(
    [
      changedRows(threads, sql`'t'`, sql`${threads.threadId}`),
      changedRows(branches, sql`'b'`, sql`${branches.threadId}`, sql`${branches.namespace}`, sql`${branches.branchId}`),
      changedRows(runs, sql`'r'`, sql`${runs.threadId}`, sql`hex(${runs.runId})`),
    ],
    sql` UNION ALL `,
  ),
);
const COUNT_THREADS = text(sql`SELECT COUNT(*) AS total FROM ${threads}`);
const THREAD_IDS = text(sql`SELECT ${selection({ threadId: threads.threadId })} FROM ${threads}`);

function text(query: SQL): string {
  return sqliteDialect.compile(query).text;
}

function dataVersion(database: SqliteDatabase): number {
  return Number(database.first('PRAGMA data_version', [])?.data_version);
}

function threadCount(database: SqliteDatabase): number {
  return Number(database.first(COUNT_THREADS, [])?.total);
}

function threadIds(database: SqliteDatabase): Set<string> {
  return new Set(database.all(THREAD_IDS, []).map((row) => rowText(row, 'threadId')));
}
