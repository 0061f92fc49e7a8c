import { rowNumber, rowText } from './database';
import { SqliteDatabase } from './sqlite-database';

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
      const key = rowText(row, 'row_key');
      if (told.get(key) === rowNumber(row, 'updated_at')) continue;
      told.set(key, rowNumber(row, 'updated_at'));
      changed.add(rowText(row, 'thread_id'));
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
    told.set(rowText(row, 'row_key'), rowNumber(row, 'updated_at'));
  }
  const timer = setInterval(look, POLL_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
    database.close();
  };
}

const CHANGED_ROWS = `
  SELECT thread_id, updated_at, 't:' || thread_id AS row_key FROM threads WHERE updated_at >= $1 AND writer <> $2
  UNION ALL
  SELECT thread_id, updated_at, 'b:' || thread_id || ':' || namespace || ':' || branch_id FROM branches
    WHERE updated_at >= $1 AND writer <> $2
  UNION ALL
  SELECT thread_id, updated_at, 'r:' || thread_id || ':' || hex(run_id) FROM runs WHERE updated_at >= $1 AND writer <> $2`;

function dataVersion(database: SqliteDatabase): number {
  return Number(database.first('PRAGMA data_version', [])?.data_version);
}

function threadCount(database: SqliteDatabase): number {
  return Number(database.first('SELECT COUNT(*) AS total FROM threads', [])?.total);
}

function threadIds(database: SqliteDatabase): Set<string> {
  return new Set(database.all('SELECT thread_id FROM threads', []).map((row) => rowText(row, 'thread_id')));
}
