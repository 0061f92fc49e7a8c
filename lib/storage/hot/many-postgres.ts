import type { Column, SQL, Table } from 'drizzle-orm';
import { getTableColumns, sql } from 'drizzle-orm';
import type { SqlValue } from '../database';
import type { ColumnValues } from '../query';
import { list, names } from '../query';
import { hexOf } from '../stored-id';

// Statements that take any number of rows: each column is one parameter, an array. So a statement has always the same
// parameters and stays prepared. Every row names its strand, and may be left out by what became of that.

/** A row, and the number of the strand that it belongs to. */
export interface StrandRow<Of extends Table> {
  strand: number;
  row: ColumnValues<Of>;
}

/** The number of a strand, and columns. */
export interface KeyRow {
  strand: number;
  key: readonly SqlValue[];
}

/** Parameters from `$first` on as a table `given`: the number of the strand, then columns of the types of these. */
function givenTable(first: number, columns: Readonly<Record<string, Column>>): SQL {
  const types = ['integer', ...Object.values(columns).map((column) => column.getSQLType())];
  const arrays = types.map((type, index) => sql.raw(`$${first + index}::text::${type}[]`));
  const columnNames = ['strand', ...Object.keys(columns)].map((name) => sql.identifier(name));
  return sql`unnest(${list(arrays)}) AS given(${list(columnNames)})`;
}

/** Rows of some columns as parameters from `$first` on. */
export class GivenRows {
  readonly first: number;
  readonly table: SQL;
  readonly #width: number;

  constructor(first: number, columns: Readonly<Record<string, Column>>) {
    this.first = first;
    this.table = givenTable(first, columns);
    this.#width = Object.keys(columns).length;
  }

  /** The parameter behind them. */
  get end(): number {
    return this.first + 1 + this.#width;
  }

  values(rows: readonly KeyRow[]): SqlValue[] {
    const columns = Array.from({ length: this.#width }, (_, column) =>
      arrayText(rows.map(({ key }) => key[column] as SqlValue)),
    );
    return [arrayText(rows.map(({ strand }) => strand)), ...columns];
  }
}

/** A table's rows as parameters from `$first` on. */
export class ManyRows<Of extends Table> {
  readonly #columns: [key: keyof ColumnValues<Of>, column: Column][];
  readonly #table: Of;
  readonly #first: number;

  constructor(table: Of, first: number) {
    this.#table = table;
    this.#first = first;
    this.#columns = Object.entries(getTableColumns(table)) as [keyof ColumnValues<Of>, Column][];
  }

  /** The parameter behind them. */
  get end(): number {
    return this.#first + 1 + this.#columns.length;
  }

  /** Adds those that `condition` holds for; it may name a row's columns, and its strand, of `given`. */
  insert(condition: SQL): SQL {
    const columns = this.#columns.map(([, column]) => column);
    return sql`INSERT INTO ${this.#table} (${names(...columns)})
      SELECT ${list(columns.map((column) => given(column)))} FROM ${givenTable(this.#first, byName(columns))} WHERE ${condition}`;
  }

  values(rows: readonly StrandRow<Of>[]): SqlValue[] {
    return [
      arrayText(rows.map(({ strand }) => strand)),
      ...this.#columns.map(([key]) => arrayText(rows.map(({ row }) => row[key]))),
    ];
  }
}

function byName(columns: readonly Column[]): Record<string, Column> {
  return Object.fromEntries(columns.map((column) => [column.name, column]));
}

export function given(column: Column): SQL {
  return sql`given.${sql.identifier(column.name)}`;
}

/** An array literal. postgres.js would have to ask the server for its array types first. */
function arrayText(values: readonly SqlValue[]): string {
  const texts = new Array<string>(values.length);
  let last: SqlValue | undefined;
  let lastText = '';
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as SqlValue;
    // Steps of one run have most columns in common.
    if (value !== last) {
      last = value;
      lastText = elementText(value);
    }
    texts[at] = lastText;
  }
  return `{${texts.join()}}`;
}

function elementText(value: SqlValue): string {
  if (value === null) return 'NULL';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return `"${/["\\]/.test(value) ? value.replace(/["\\]/g, '\\$&') : value}"`;
  return `"\\\\x${hexOf(value)}"`;
}
