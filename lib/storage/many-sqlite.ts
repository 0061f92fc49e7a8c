import type { SQL, Table } from 'drizzle-orm';
import { getTableColumns, sql } from 'drizzle-orm';
import type { ColumnValues } from './query';
import { list, names } from './query';
import type { SqliteDatabase } from './sqlite-database';
import { sqliteDialect } from './sqlite-dialect';

/** Rows that one statement takes: a row of its own costs about twice as much, and more of them hardly less. */
const CHUNK = 16;

/** Adds rows to a table, some with each statement; the statements are made once, from the schema. */
export class ManyRows<Of extends Table> {
  readonly #keys: (keyof ColumnValues<Of>)[];
  readonly #one: string;
  readonly #chunk: string;

  /** `condition` may name a row's columns as `column1`, `column2`, … in the order of the schema. */
  constructor(table: Of, condition?: SQL) {
    const columns = getTableColumns(table);
    this.#keys = Object.keys(columns) as (keyof ColumnValues<Of>)[];
    const text = (count: number) => {
      const values = sql`VALUES ${list(Array.from({ length: count }, (_, row) => this.#parameters(row)))}`;
      // Without a SELECT around them SQLite adds them a tenth faster.
      const given = condition ? sql`SELECT * FROM (${values}) WHERE ${condition}` : values;
      return sqliteDialect.compile(sql`INSERT INTO ${table} (${names(...Object.values(columns))})
        ${given} ON CONFLICT DO NOTHING`).text;
    };
    this.#one = text(1);
    this.#chunk = text(CHUNK);
  }

  /** Adds the rows that are not there yet, and says how many. */
  add(database: SqliteDatabase, rows: readonly ColumnValues<Of>[]): number {
    let added = 0;
    let first = 0;
    for (; first + CHUNK <= rows.length; first += CHUNK) {
      added += database.run(
        this.#chunk,
        rows.slice(first, first + CHUNK).flatMap((row) => this.#values(row)),
      );
    }
    for (; first < rows.length; first += 1) {
      added += database.run(this.#one, this.#values(rows[first] as ColumnValues<Of>));
    }
    return added;
  }

  #values(row: ColumnValues<Of>) {
    return this.#keys.map((key) => row[key]);
  }

  #parameters(row: number): SQL {
    const first = row * this.#keys.length + 1;
    return sql`(${list(this.#keys.map((_, column) => sql.raw(`$${first + column}`)))})`;
  }
}
