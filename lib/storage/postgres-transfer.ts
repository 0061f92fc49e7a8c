import type { Table } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import type { Row } from './database';
import { ManyRows as PostgresRows } from './hot/many-postgres';
import type { PostgresDatabase } from './postgres-database';
import { brokenIndex, run } from './postgres-database';
import type { ColumnValues } from './query';
import type { SqlSaver } from './sql-saver';
import { addSqliteRows } from './sqlite-add-rows';
import { sqliteDialect } from './sqlite-dialect';
import type { ThreadTransfer } from './store';
import { findThread, rowsOfThread, THREAD_TABLES } from './transfer-tables';

/** Rows that go together in one statement, and what they may weigh: a statement is text, which JavaScript limits. */
const MAX_ROWS = 500;
const MAX_BYTES = 4 * 1024 * 1024;

/** One moment is one snapshot of the database. Rows go to and fro in pieces, so that a large thread is never in memory. */
export function postgresTransfer(database: PostgresDatabase, saver: SqlSaver): ThreadTransfer {
  const { tables, compile } = database.sql;
  return {
    async takeOut(threadId, into) {
      await saver.settle(threadId);
      return database.transaction(async (transaction) => {
        await transaction.unsafe('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
        const { text, values } = findThread(database.sql, threadId);
        if ((await run(transaction, text, values)).length === 0) return false;
        for (const name of THREAD_TABLES) {
          const rows = rowsOfThread(database.sql, name, threadId);
          const pages = transaction.unsafe<Row[]>(rows.text, rows.values as string[]).cursor(MAX_ROWS);
          for await (const page of pages) addSqliteRows(into, name, page as never);
        }
        return true;
      });
    },
    async putIn(threadId, from) {
      await saver.settle(threadId);
      const added = database.transaction(async (transaction) => {
        // Of two that add one thread at a time the second waits here, and then finds it.
        await run(transaction, 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [threadId]);
        const { text, values } = findThread(database.sql, threadId);
        if ((await run(transaction, text, values)).length > 0) return false;
        for (const name of THREAD_TABLES) {
          const many = new PostgresRows<Table>(tables[name], 1);
          const insert = compile(many.insert(sql`TRUE`)).text;
          const rows = rowsOfThread(sqliteDialect, name, threadId);
          for (const page of pagesOf(from.rows(rows.text.replace(/\$(\d+)/g, '?$1'), rows.values))) {
            const strands = page.map((row) => ({ strand: 0, row: ownRow(row, database.writer) }));
            await run(transaction, insert, many.values(strands));
          }
        }
        return true;
      });
      const isFree = await added.catch((error: unknown) => {
        // Somebody made a thread of that id meanwhile.
        if (brokenIndex(error) !== null) return false;
        throw error;
      });
      if (isFree) database.announce(threadId);
      return isFree;
    },
  };
}

/** As it is given to PostgreSQL; `writer` counts as having written it. */
function ownRow(row: Row, writer: string): ColumnValues<Table> {
  const given: Record<string, unknown> = { ...row, ...('writer' in row && { writer }) };
  // libsql gives bytes as ArrayBuffer or as Buffer.
  for (const [key, value] of Object.entries(row)) if (value instanceof ArrayBuffer) given[key] = new Uint8Array(value);
  return given as ColumnValues<Table>;
}

function* pagesOf(rows: Iterable<Row>): Generator<Row[]> {
  let page: Row[] = [];
  let bytes = 0;
  for (const row of rows) {
    page.push(row);
    for (const value of Object.values(row)) bytes += lengthOf(value);
    if (page.length < MAX_ROWS && bytes < MAX_BYTES) continue;
    yield page;
    page = [];
    bytes = 0;
  }
  if (page.length > 0) yield page;
}

function lengthOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  return value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? value.byteLength : 8;
}
