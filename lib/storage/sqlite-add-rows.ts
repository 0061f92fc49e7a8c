import type { Table } from 'drizzle-orm';
import { ManyRows } from './hot/many-sqlite';
import type { ColumnValues } from './query';
import type { SqliteDatabase } from './sqlite-database';
import { sqliteDialect } from './sqlite-dialect';
import type { ThreadTable } from './transfer-tables';

const statements = new Map<ThreadTable, ManyRows<Table>>();

/** Adds rows to a file in one transaction, and says how many of them were not there yet. */
export function addSqliteRows(
  database: SqliteDatabase,
  name: ThreadTable,
  rows: readonly ColumnValues<Table>[],
): number {
  const known = statements.get(name) ?? new ManyRows<Table>(sqliteDialect.tables[name]);
  statements.set(name, known);
  return database.transaction(() => known.add(database, rows));
}
