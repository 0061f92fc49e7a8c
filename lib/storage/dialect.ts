import type { Column, SQL, Table } from 'drizzle-orm';
import type * as postgresTables from '@/drizzle/postgres/schema';
import type * as sqliteTables from '@/drizzle/sqlite/schema';
import type { Row, SqlValue, Statement } from './database';
import type { Fields, Selected } from './query';

/** Either database's schema: a query may use what both have. */
export type Tables = typeof sqliteTables | typeof postgresTables;

/** What the stores need to know of a database's SQL: its schema, and the few places where the two differ. */
export interface Dialect {
  readonly tables: Tables;
  compile(query: SQL): Statement;
  /** A value for a column, where PostgreSQL can't tell its type from where it stands. A flag is 0 or 1; JSON is its text. */
  value(value: SqlValue, column: Column): SQL;
  /** Text ordered by its code points, whatever the database's locale. */
  binaryOrder(text: SQL): SQL;
  /** One text holds another, letter case aside. */
  contains(text: SQL, part: string): SQL;
  /** The same to the letter. */
  containsExactly(text: SQL, part: string): SQL;
  /** What the index of the column `nodes` holds of a text: its beginning. */
  nodesKey(text: SQL | Column): SQL;
  /** Some value in a JSON object holds a text. */
  jsonHolds(json: SQL, part: string): SQL;
  /** A JSON column as text. */
  jsonText(json: SQL | Column): SQL<string>;
  /** One key of a JSON column has a value, given as JSON text. Null when the dialect can't name the key. */
  jsonKeyEquals(json: SQL | Column, key: string, value: string): SQL | null;
  /** Behind a SELECT: its rows stay as they are until the transaction ends. */
  readonly lockRows: SQL;
  /** One item of a JSON list that is stored as bytes; null where the dialect can't read it. */
  jsonItem(bytes: Column, at: number): SQL;
  /** Bytes as lower-case hex; null stays null. */
  hex(bytes: Column | SQL): SQL<string>;
  /** Where some bytes first stand among others, from 1; 0 for nowhere. */
  placeIn(part: Uint8Array, bytes: SQL): SQL;
  /** Of all rows: the greatest bytes. */
  maxBytes(bytes: SQL): SQL;
  /** Of all rows: their bytes behind each other, in their order, as `readJoined` reads them. */
  joinedBytes(bytes: SQL): SQL;
  readJoined(value: unknown): Buffer;
  /** Of all rows: their values as a JSON list, in their order. */
  jsonList(value: SQL): SQL;
  /** The same of several whole numbers a row, none of them null: all of one row, then those of the next. */
  numberList(values: SQL[]): SQL;
  /** How many rows are read at once. */
  readonly many: ManyRows;
  /** Behind a FROM: a table's rows for each row before it, found by the keys that the condition names. */
  joinEach(table: Table, condition: SQL): SQL;
  /** The same for rows that may be missing, the table under another name. */
  leftJoinEach(table: Table, alias: Table, condition: SQL): SQL;
  /** A JSON array of objects, given as text, as a table `keys`. Bytes are in it as hex. */
  keyTable(text: SQL, columns: Record<string, 'text' | 'integer' | 'bytes'>): SQL;
}

export interface ManyRows {
  /** `rest` is what stands behind the list of a SELECT. */
  query(fields: Fields, rest: SQL): SQL;
  read<Of extends Fields>(fields: Of, rows: Row[]): Selected<Of>[];
}
