import type { Dialect } from './dialect';

/** A value that both drivers can bind. Booleans are left out on purpose: libsql ends the process when it is given one. */
export type SqlValue = string | number | Uint8Array | null;

/** A row as the driver gives it. `rowText` and its siblings read a column. */
export type Row = Readonly<Record<string, unknown>>;

/** SQL with `$1`, `$2`, … for parameters in both dialects; SQLite also takes `?`. */
export interface Statement {
  text: string;
  values: SqlValue[];
}

/** What the stores need of a database; one implementation a dialect. */
export interface Database {
  readonly sql: Dialect;
  /** Names this connection's own writes in `writer` columns. */
  readonly writer: string;
  query(text: string, values: SqlValue[]): Promise<Row[]>;
  /** All statements in one transaction that writes; the rows of each. */
  transact(statements: Statement[]): Promise<Row[][]>;
  /**
   * In one transaction that writes: the first statements, then those that `next` makes of their rows. Null takes all back;
   * tells whether it did not.
   */
  decide(first: Statement[], next: (rows: Row[][]) => Statement[] | null): Promise<boolean>;
  /** Tells whoever watches that this connection wrote to a thread. */
  announce(threadId: string): void;
  close(): void | Promise<void>;
}

export function rowText(row: Row, column: string): string {
  return row[column] as string;
}

export function rowNumber(row: Row, column: string): number {
  return Number(row[column]);
}

/** libsql answers blobs as ArrayBuffer or as Buffer, depending on the call. */
export function rowBytes(row: Row, column: string): Uint8Array {
  const value = row[column];
  return value instanceof ArrayBuffer ? new Uint8Array(value) : (value as Uint8Array);
}
