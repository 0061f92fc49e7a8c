import type { SQL } from 'drizzle-orm';
import { getTableName, sql } from 'drizzle-orm';
import type { Row, Statement } from './database';
import { list } from './query';
import type { SqlSaver } from './sql-saver';
import type { SqliteDatabase } from './sqlite-database';
import type { ThreadTransfer } from './store';
import { columnsOf, findThread, THREAD_TABLES, type ThreadTable } from './transfer-tables';

type Run = (statement: Statement) => Row[];
type Schema = 'main' | 'other';

/** Between two files SQLite copies the rows by itself, which costs about a microsecond each. */
export function sqliteTransfer(database: SqliteDatabase, saver: SqlSaver): ThreadTransfer {
  const { compile, tables } = database.sql;

  /** `writer`: who counts as having written the rows; null leaves it. */
  const copyRows = (name: ThreadTable, [from, to]: [Schema, Schema], threadId: string, writer: string | null): SQL => {
    const table = sql.identifier(getTableName(tables[name]));
    const columns = columnsOf(tables[name]).map(([, column]) => column.name);
    const value = (column: string) =>
      column === 'writer' && writer !== null ? sql`${writer}` : sql`${sql.identifier(column)}`;
    return sql`INSERT INTO ${sql.identifier(to)}.${table} (${list(columns.map((column) => sql.identifier(column)))})
      SELECT ${list(columns.map(value))} FROM ${sql.identifier(from)}.${table} WHERE thread_id = ${threadId}`;
  };
  const copyAll = (run: Run, way: [Schema, Schema], threadId: string, writer: string | null) => {
    for (const name of THREAD_TABLES) run(compile(copyRows(name, way, threadId, writer)));
  };

  return {
    async takeOut(threadId, into) {
      await saver.settle(threadId);
      return database.beside(into.path, (run) => {
        if (run(findThread(database.sql, threadId)).length === 0) return false;
        copyAll(run, ['main', 'other'], threadId, null);
        return true;
      });
    },
    async putIn(threadId, from) {
      await saver.settle(threadId);
      return database.beside(from.path, (run) => {
        if (run(findThread(database.sql, threadId)).length > 0) return false;
        copyAll(run, ['other', 'main'], threadId, database.writer);
        return true;
      });
    },
  };
}
