import type { SQL, Table } from 'drizzle-orm';
import { getTableColumns, sql } from 'drizzle-orm';
import type { SqlValue } from '../database';
import type { ColumnValues } from '../query';
import { list, names } from '../query';
import type { SqliteDatabase } from '../sqlite-database';
import { sqliteDialect } from '../sqlite-dialect';

/** Rows that one statement takes: a row of its own costs about twice as much, and more of them hardly less. */
const CHUNK = 16;

/** Adds rows to a table, some with each statement; the statements are made once, from the schema. */
export class ManyRows<Of extends Table> {
  readonly #keys: Key<Of>[];
  readonly #one: Insert<Of>;
  /** Of as many rows as a chunk has, those that bind the fewest values first; the last one takes any rows. */
  readonly #chunks: Insert<Of>[];

  /**
   * `condition` may name a row's columns as `column1`, `column2`, … in the order of the schema. `alike`: sets of columns that
   * rows behind each other often have in common, the largest first. Such a value is bound once for a chunk: to hand a value
   * over to SQLite costs more than to store it again.
   */
  constructor(table: Of, { condition, alike = [] }: { condition?: SQL; alike?: Key<Of>[][] } = {}) {
    this.#keys = Object.keys(getTableColumns(table)) as Key<Of>[];
    const insert = (count: number, common: Key<Of>[]) => this.#insert(table, condition, count, common);
    this.#one = insert(1, []);
    this.#chunks = [...alike, []].map((common) => insert(CHUNK, common));
  }

  /** Adds the rows that are not there yet, and says how many. */
  add(database: SqliteDatabase, rows: readonly ColumnValues<Of>[]): number {
    let added = 0;
    let first = 0;
    for (; first + CHUNK <= rows.length; first += CHUNK) {
      const chunk = rows.slice(first, first + CHUNK);
      added += run(database, this.#chunkFor(chunk), chunk);
    }
    for (; first < rows.length; first += 1) added += run(database, this.#one, [rows[first] as ColumnValues<Of>]);
    return added;
  }

  #chunkFor(rows: readonly ColumnValues<Of>[]): Insert<Of> {
    return this.#chunks.find(({ common }) => areAlike(rows, common)) as Insert<Of>;
  }

  #insert(table: Of, condition: SQL | undefined, count: number, common: Key<Of>[]): Insert<Of> {
    const own = this.#keys.filter((key) => !common.includes(key));
    const parameter = (key: Key<Of>, row: number) =>
      1 + (common.includes(key) ? common.indexOf(key) : common.length + row * own.length + own.indexOf(key));
    const tuple = (_: unknown, row: number) =>
      sql`(${list(this.#keys.map((key) => sql.raw(`$${parameter(key, row)}`)))})`;
    const values = sql`VALUES ${list(Array.from({ length: count }, tuple))}`;
    // Without a SELECT around them SQLite adds them a tenth faster.
    const given = condition ? sql`SELECT * FROM (${values}) WHERE ${condition}` : values;
    const { text } = sqliteDialect.compile(sql`INSERT INTO ${table} (${names(...Object.values(getTableColumns(table)))})
      ${given} ON CONFLICT DO NOTHING`);
    return { text, common, own };
  }
}

type Key<Of extends Table> = keyof ColumnValues<Of>;

interface Insert<Of extends Table> {
  text: string;
  /** Columns whose value is bound once, before all others, and those that every row binds. */
  common: Key<Of>[];
  own: Key<Of>[];
}

function run<Of extends Table>(
  database: SqliteDatabase,
  { text, common, own }: Insert<Of>,
  rows: ColumnValues<Of>[],
): number {
  const [first] = rows as [ColumnValues<Of>];
  const values: SqlValue[] = common.map((key) => first[key]);
  for (const row of rows) for (const key of own) values.push(row[key]);
  return database.run(text, values);
}

/** Bytes only when they are the very same: ids that come again are. */
function areAlike<Of extends Table>(rows: readonly ColumnValues<Of>[], keys: readonly Key<Of>[]): boolean {
  const [first] = rows;
  return keys.every((key) => rows.every((row) => row[key] === first?.[key]));
}
