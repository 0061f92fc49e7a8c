import type { Column, SQL, Table } from 'drizzle-orm';
import { eq, getTableColumns, sql } from 'drizzle-orm';
import { EngineError } from '@/engine';
import type { Database } from './database';
import { list, names } from './query';

/** All rows of a thread again under another id, in one transaction; runs stay with the original. @throws EngineError */
export async function copyThreadRows(database: Database, fromId: string, toId: string): Promise<void> {
  const { tables, compile } = database.sql;
  const { threads, branches, checkpoints, channelValues, checkpointWrites, notes } = tables;
  if ((await countRows(database, fromId)) === 0) {
    throw new EngineError('THREAD_NOT_FOUND', `There is no thread "${fromId}" to copy.`);
  }
  const now = Date.now();
  const fresh = new Map<Column, SQL>([
    [threads.createdAt, sql`${now}`],
    [threads.updatedAt, sql`${now}`],
  ]);
  const copies = [threads, branches, checkpoints, channelValues, checkpointWrites, notes].map((table) => {
    const others = Object.values<Column>(getTableColumns(table as Table)).filter((column) => column !== table.threadId);
    const values = others.map((column) => fresh.get(column) ?? column);
    return sql`INSERT INTO ${table} (${names(table.threadId, ...others)})
      SELECT ${toId}, ${list(values)} FROM ${table} WHERE ${eq(table.threadId, fromId)}`;
  });
  const isFree = await database.decide([compile(rowsOf(database, toId))], ([found]) =>
    Number(found?.[0]?.total) === 0 ? copies.map(compile) : null,
  );
  if (!isFree)
    throw new EngineError('THREAD_EXISTS', `There is a thread "${toId}" already; copy to an id that is free.`);
  database.announce(toId);
}

async function countRows(database: Database, threadId: string): Promise<number> {
  const { text, values } = database.sql.compile(rowsOf(database, threadId));
  return Number((await database.query(text, values))[0]?.total);
}

/** How many tables know of the thread. */
function rowsOf({ sql: { tables } }: Database, threadId: string): SQL {
  const { threads, checkpoints, checkpointWrites } = tables;
  const has = [threads, checkpoints, checkpointWrites].map(
    (table) => sql`CASE WHEN EXISTS (SELECT 1 FROM ${table} WHERE ${eq(table.threadId, threadId)}) THEN 1 ELSE 0 END`,
  );
  return sql`SELECT ${sql.join(has, sql` + `)} AS total`;
}
