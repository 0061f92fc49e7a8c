import type { GetColumnData, SQLChunk, Table } from 'drizzle-orm';
import { Column, getTableColumns, is, type SQL, sql } from 'drizzle-orm';
import type { Database, Row, SqlValue } from './database';

/** What a query selects, under the names that its rows give it. */
export type Fields = Record<string, Column | SQL>;

type Field<Of> = Of extends { readonly outer: true }
  ? Data<Of> | null
  : Of extends Column
    ? GetColumnData<Of>
    : Data<Of>;
type Data<Of> = Of extends Column ? GetColumnData<Of, 'raw'> : Of extends SQL<infer Value> ? Value : never;

export type Selected<Of extends Fields> = { readonly [Name in keyof Of]: Field<Of[Name]> };

/** A column that an outer join may leave null. */
export function outer<Of extends Column>(column: Of): Of & { readonly outer: true } {
  return column as Of & { readonly outer: true };
}

/** The list behind SELECT or RETURNING. */
export function selection(fields: Fields): SQL {
  const list = Object.entries(fields).map(([name, field]) => sql`${field} AS ${sql.identifier(name)}`);
  return sql.join(list, sql`, `);
}

/** A driver's row as the schema's columns have it; other fields are as the driver gives them. */
export function readRow<Of extends Fields>(fields: Of, row: Row): Selected<Of> {
  const read: Record<string, unknown> = {};
  for (const { name, column } of columnsOf(fields)) {
    const value = row[name] ?? null;
    read[name] = value !== null && column !== null ? column.mapFromDriverValue(value) : value;
  }
  return read as Selected<Of>;
}

/** Drizzle looks along a chain of classes to tell a column from an expression: done once for each list of fields. */
function columnsOf(fields: Fields): { name: string; column: Column | null }[] {
  let columns = knownColumns.get(fields);
  if (columns === undefined) {
    columns = Object.entries(fields).map(([name, field]) => ({ name, column: is(field, Column) ? field : null }));
    knownColumns.set(fields, columns);
  }
  return columns;
}

const knownColumns = new WeakMap<Fields, { name: string; column: Column | null }[]>();

export async function select<Of extends Fields>(database: Database, fields: Of, rest: SQL): Promise<Selected<Of>[]> {
  const rows = await execute(database, sql`SELECT ${selection(fields)} ${rest}`);
  return rows.map((row) => readRow(fields, row));
}

export function execute(database: Database, query: SQL): Promise<Row[]> {
  const { text, values } = database.sql.compile(query);
  return database.query(text, values);
}

/** Columns without their table, as lists of INSERT and ON CONFLICT want them. */
export function names(...columns: Column[]): SQL {
  return sql.join(
    columns.map(({ name }) => sql.identifier(name)),
    sql`, `,
  );
}

/** One assignment behind SET. */
export function assign(column: Column, value: SqlValue | SQL): SQL {
  return sql`${sql.identifier(column.name)} = ${value}`;
}

/** A whole row, under the names that the schema gives its columns. */
export type ColumnValues<Of extends Table> = Record<keyof Of['_']['columns'], SqlValue>;

/** A row for INSERT: `table (columns)`, and the values in the same order. Every column must be given. */
export function newRow<Of extends Table>(database: Database, table: Of, row: ColumnValues<Of>) {
  const columns = Object.entries<Column>(getTableColumns(table));
  const values = columns.map(([key, column]) => database.sql.value(row[key as keyof ColumnValues<Of>], column));
  return {
    into: sql`${table} (${names(...columns.map(([, column]) => column))})`,
    values: sql.join(values, sql`, `),
  };
}

export function list(items: readonly SQLChunk[]): SQL {
  return sql.join([...items], sql`, `);
}
