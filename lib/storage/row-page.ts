import type { SQL } from 'drizzle-orm';
import { Column, is, sql } from 'drizzle-orm';
import type { Row } from './database';
import { rowBytes } from './database';
import type { Dialect } from './dialect';
import type { Fields, Selected } from './query';
import { selection } from './query';

// Both drivers make an object of every row, and libsql a buffer outside the heap of every blob: with thousands of rows
// that, and collecting it, takes several times as long as all the rest. So the database puts a page together column by
// column: all values of one as a JSON list, all bytes of one behind each other.

/** Columns of bytes, and all others. */
export interface PageFields {
  bytes: Fields;
  values: Fields;
}

export interface RowPage<Of extends PageFields> {
  count: number;
  bytes: { readonly [Name in keyof Of['bytes']]: BytesColumn };
  values: { readonly [Name in keyof Of['values']]: Selected<Of['values']>[Name][] };
}

/** The bytes of many rows behind each other: a row's are from `starts[row]` to `starts[row + 1]`. */
export interface BytesColumn {
  bytes: Buffer;
  starts: Uint32Array;
  isNull: (row: number) => boolean;
}

const NO_BYTES = Buffer.alloc(0);

/** One row, whose columns `readPage` reads, and `beside` them others. `rest` is what stands behind the list of a SELECT. */
export function pageQuery(
  { joinedBytes, jsonList }: Dialect,
  { bytes, values }: PageFields,
  rest: SQL,
  beside: SQL,
): SQL {
  const given = (name: string) => sql`given.${sql.identifier(name)}`;
  const lists = [
    ...Object.keys(values).map((name) => sql`${jsonList(given(name))} AS ${sql.identifier(name)}`),
    ...Object.keys(bytes).flatMap((name) => [
      sql`${joinedBytes(given(name))} AS ${sql.identifier(name)}`,
      sql`${jsonList(sql`length(${given(name)})`)} AS ${sql.identifier(sizesOf(name))}`,
    ]),
    beside,
  ];
  return sql`SELECT ${sql.join(lists, sql`, `)} FROM (SELECT ${selection({ ...bytes, ...values })} ${rest}) AS given`;
}

export function readPage<Of extends PageFields>(fields: Of, [row = {}]: readonly Row[]): RowPage<Of> {
  let count = 0;
  const list = (name: string): unknown[] => {
    const values = JSON.parse((row[name] as string | null | undefined) ?? '[]') as unknown[];
    count = values.length;
    return values;
  };
  const bytes = mapFields(fields.bytes, (name) => bytesColumn(row, name, list(sizesOf(name)) as (number | null)[]));
  const values = mapFields(fields.values, (name, field) => columnValues(field, list(name)));
  return { count, bytes, values } as RowPage<Of>;
}

function bytesColumn(row: Row, name: string, sizes: (number | null)[]): BytesColumn {
  const starts = new Uint32Array(sizes.length + 1);
  let end = 0;
  for (let at = 0; at < sizes.length; at++) starts[at + 1] = end += sizes[at] ?? 0;
  const joined = end === 0 ? NO_BYTES : rowBytes(row, name);
  return {
    bytes: Buffer.from(joined.buffer, joined.byteOffset, joined.byteLength),
    starts,
    isNull: (at) => sizes[at] === null,
  };
}

/** As the schema's column has them. A text that repeats is one text, so that the others are soon garbage. */
function columnValues(field: Column | SQL, values: unknown[]): unknown[] {
  const column = is(field, Column) ? field : null;
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    if (value === null) continue;
    if (typeof value === 'string' && at > 0 && value === values[at - 1]) values[at] = values[at - 1];
    else if (column !== null) values[at] = column.mapFromDriverValue(value);
  }
  return values;
}

function sizesOf(name: string): string {
  return `${name}_sizes`;
}

function mapFields<Value>(fields: Fields, map: (name: string, field: Column | SQL) => Value): Record<string, Value> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, map(name, field)]));
}
