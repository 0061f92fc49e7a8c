import type { SQL } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import type { Row } from './database';
import type { Dialect } from './dialect';
import type { Fields, Selected } from './query';
import { selection } from './query';
import { idTextAt } from './stored-id';

// Both drivers make an object of every row, and libsql a buffer outside the heap of every blob: with thousands of rows
// that, and collecting it, takes several times as long as all the rest. So the database puts a page together column by
// column: all values of one as a JSON list, all bytes of one behind each other. Numbers are all in one list, the sizes of
// the bytes among them, since a list for each of them costs the database as much as all the rest.

export interface PageFields {
  bytes: Fields;
  /** Whole numbers, never null. */
  numbers: Fields;
  texts: Fields;
}

export interface RowPage<Of extends PageFields> {
  count: number;
  bytes: { readonly [Name in keyof Of['bytes']]: BytesColumn };
  numbers: { readonly [Name in keyof Of['numbers']]: number[] };
  texts: { readonly [Name in keyof Of['texts']]: Selected<Of['texts']>[Name][] };
}

/** The bytes of many rows behind each other: a row's are from `starts[row]` to `starts[row + 1]`. */
export interface BytesColumn {
  bytes: Buffer;
  starts: Uint32Array;
  isNull: (row: number) => boolean;
}

const NUMBERS = 'numbers';
/** The size of bytes that are null. */
const NULL_SIZE = -1;
const NO_BYTES = Buffer.alloc(0);

/** One row, whose columns `readPage` reads, and `beside` them others. `rest` is what stands behind the list of a SELECT. */
export function pageQuery(dialect: Dialect, fields: PageFields, rest: SQL, beside: SQL): SQL {
  const { bytes, numbers, texts } = fields;
  const given = selection({ ...bytes, ...numbers, ...texts });
  return sql`SELECT ${sql.join([...pageColumns(dialect, fields), beside], sql`, `)} FROM (SELECT ${given} ${rest}) AS given`;
}

/** For the list of a SELECT from `given`, which has the fields under their names. A prefix tells several pages apart. */
export function pageColumns(
  { joinedBytes, jsonList, numberList }: Dialect,
  { bytes, numbers, texts }: PageFields,
  prefix = '',
): SQL[] {
  const given = (name: string) => sql`given.${sql.identifier(name)}`;
  const as = (name: string) => sql.identifier(prefix + name);
  const size = (name: string) => sql`coalesce(length(${given(name)}), ${sql.raw(String(NULL_SIZE))})`;
  return [
    sql`${numberList([...Object.keys(bytes).map(size), ...Object.keys(numbers).map(given)])} AS ${as(NUMBERS)}`,
    ...Object.keys(texts).map((name) => sql`${jsonList(given(name))} AS ${as(name)}`),
    ...Object.keys(bytes).map((name) => sql`${joinedBytes(given(name))} AS ${as(name)}`),
  ];
}

export function readPage<Of extends PageFields>(
  { readJoined }: Dialect,
  fields: Of,
  [row = {}]: readonly Row[],
  prefix = '',
): RowPage<Of> {
  const { bytes, numbers, texts } = fields;
  const numbersOf = columnsOf(list(row, prefix + NUMBERS) as number[], [
    ...Object.keys(bytes),
    ...Object.keys(numbers),
  ]);
  const sizesOf = (name: string) => numbersOf.get(name) as number[];
  return {
    count: numbersOf.values().next().value?.length ?? 0,
    bytes: mapFields(bytes, (name) => bytesColumn(row[prefix + name], sizesOf(name), readJoined)),
    numbers: mapFields(numbers, sizesOf),
    texts: mapFields(texts, (name) => textColumn(list(row, prefix + name))),
  } as RowPage<Of>;
}

/** One row's part of a column; not null. */
export function bytesAt({ bytes, starts }: BytesColumn, row: number): Buffer {
  return bytes.subarray(starts[row], starts[row + 1]);
}

export function idAt({ bytes, starts, isNull }: BytesColumn, row: number): string | null {
  return isNull(row) ? null : idTextAt(bytes, starts[row] as number, starts[row + 1] as number);
}

function list(row: Row, name: string): unknown[] {
  return JSON.parse((row[name] as string | null | undefined) ?? '[]') as unknown[];
}

/** Of a list that has all columns of one row, then those of the next. */
function columnsOf(list: readonly number[], names: readonly string[]): Map<string, number[]> {
  const width = names.length;
  const count = list.length / width;
  return new Map(
    names.map((name, place) => {
      const column = new Array<number>(count);
      for (let at = 0; at < count; at++) column[at] = list[at * width + place] as number;
      return [name, column];
    }),
  );
}

function bytesColumn(joined: unknown, sizes: readonly number[], readJoined: Dialect['readJoined']): BytesColumn {
  const starts = new Uint32Array(sizes.length + 1);
  let end = 0;
  for (let at = 0; at < sizes.length; at++) starts[at + 1] = end += Math.max(0, sizes[at] as number);
  return {
    bytes: end === 0 ? NO_BYTES : readJoined(joined),
    starts,
    isNull: (at) => sizes[at] === NULL_SIZE,
  };
}

/** A text that repeats is one text, so that the others are soon garbage. */
function textColumn(texts: unknown[]): unknown[] {
  for (let at = 1; at < texts.length; at++) if (texts[at] === texts[at - 1]) texts[at] = texts[at - 1];
  return texts;
}

function mapFields<Value>(fields: Fields, map: (name: string) => Value): Record<string, Value> {
  return Object.fromEntries(Object.keys(fields).map((name) => [name, map(name)]));
}
