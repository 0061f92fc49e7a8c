import type { Column, SQL, Table } from 'drizzle-orm';
import { eq, getTableColumns, sql } from 'drizzle-orm';
import type { Statement } from './database';
import type { Dialect } from './dialect';
import { list } from './query';

/** The tables that know of a thread, in the order in which its parts are told. */
export const THREAD_TABLES = [
  'threads',
  'branches',
  'checkpoints',
  'channelValues',
  'checkpointWrites',
  'runs',
  'runEvents',
  'notes',
] as const satisfies readonly (keyof Dialect['tables'])[];

export type ThreadTable = (typeof THREAD_TABLES)[number];

/** The keys of the schema, behind the thread's id. */
const KEYS: Record<ThreadTable, readonly string[]> = {
  threads: [],
  branches: ['namespace', 'branchId'],
  checkpoints: ['namespace', 'checkpointId'],
  channelValues: ['namespace', 'channel', 'chainId', 'sequence'],
  checkpointWrites: ['namespace', 'checkpointId', 'taskId', 'position'],
  runs: ['runId'],
  runEvents: ['runId', 'sequence'],
  notes: ['namespace', 'checkpointId'],
};

export function columnsOf(table: Table): [key: string, column: Column][] {
  return Object.entries<Column>(getTableColumns(table));
}

/** All of a thread's rows of a table, by their keys; JSON and flags as SQLite has them. */
export function rowsOfThread(dialect: Dialect, name: ThreadTable, threadId: string): Statement {
  const table = dialect.tables[name];
  const fields = columnsOf(table).map(
    ([key, column]) => sql`${asSqliteHasIt(dialect, column)} AS ${sql.identifier(key)}`,
  );
  const columns = new Map(columnsOf(table));
  const order = ['threadId', ...KEYS[name]].map((key) => columns.get(key) as Column);
  return dialect.compile(
    sql`SELECT ${list(fields)} FROM ${table} WHERE ${eq(table.threadId, threadId)} ORDER BY ${list(order)}`,
  );
}

function asSqliteHasIt({ jsonText }: Dialect, column: Column): SQL | Column {
  const type = column.getSQLType();
  if (type === 'jsonb') return jsonText(column);
  return type === 'boolean' ? sql`CASE WHEN ${column} THEN 1 ELSE 0 END` : column;
}

/** A row when anything is known of the thread. */
export function findThread({ tables, compile }: Dialect, threadId: string): Statement {
  const { threads, checkpoints, checkpointWrites } = tables;
  const has = [threads, checkpoints, checkpointWrites].map(
    (table) => sql`SELECT 1 AS found FROM ${table} WHERE ${eq(table.threadId, threadId)}`,
  );
  return compile(sql`${sql.join(has, sql` UNION ALL `)} LIMIT 1`);
}
