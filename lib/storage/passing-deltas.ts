import { type SQL, sql } from 'drizzle-orm';
import type { Dialect } from './dialect';

// Which stored deltas leave some values alone, told by the database from their bytes, so that they need not be read.
//
// P1. What a delta does is written in the serialiser's JSON, in the order of engine/checkpoint/delta.ts: a record's names
//     the keys that it touches, each once, its `edit` last; a list's begins with its numbers, and has no `edit` beside `add`.
// P2. A delta that passes changes neither the values nor where they are. Any other says nothing: it is read.

/** Inside of a channel. */
export type InnerPath = readonly (string | number)[];

/** Values of one channel that a question follows. */
export type Followed = { in: 'list'; lastIndex: number } | { in: 'record'; keys: readonly (readonly string[])[] };

/** So many keys of a path are looked for, each below the one before. */
const MAX_LEVELS = 4;
const MAX_PATHS = 8;

/** Null where one look at a delta can't tell for all of them. */
export function followedBy(paths: readonly InnerPath[]): Followed | null {
  const indexes = paths.flatMap(([first]) => (typeof first === 'number' ? [first] : []));
  if (paths.length > 0 && indexes.length === paths.length) return { in: 'list', lastIndex: Math.max(...indexes) };
  const keys = paths.map(leadingKeys).filter((found) => found.length > 0);
  return keys.length === 0 || keys.length < paths.length || keys.length > MAX_PATHS ? null : { in: 'record', keys };
}

export function isFollowed(followed: Followed, path: InnerPath): boolean {
  const [first] = path;
  if (followed.in === 'list') return typeof first === 'number' && first <= followed.lastIndex;
  return followed.keys.some((keys) => keys.every((key, at) => path[at] === key));
}

/** A condition for the bytes of a delta: it leaves all that is followed alone. */
export function passes(dialect: Dialect, value: SQL, followed: Followed): SQL {
  const isText = sql`substr(${value}, 1, 1) IN (${Buffer.from('J')}, ${Buffer.from('T')})`;
  const conditions =
    followed.in === 'list' ? [keepsItem(dialect, value, followed)] : keysPass(dialect, value, followed);
  return sql`(${isText} AND ${sql.join(conditions, sql` AND `)})`;
}

const GROWN = '{"op":"list","keep":';
const ADD = Buffer.from(',"add":');
const MOST_DIGITS = 10;

/** More items are kept than the index says, and behind them some are added. Numbers of as many digits compare as their bytes. */
function keepsItem({ placeIn }: Dialect, value: SQL, { lastIndex }: Extract<Followed, { in: 'list' }>): SQL {
  const digits = Buffer.from(String(lastIndex));
  const number = 2 + GROWN.length;
  const length = sql.raw(String(digits.length));
  const end = placeIn(ADD, part(value, number, MOST_DIGITS + ADD.length));
  return sql`${beginsWith(value, GROWN)} AND (${end} > ${length} + 1
    OR (${end} = ${length} + 1 AND ${part(value, number, digits.length)} > ${digits}))`;
}

function keysPass({ placeIn }: Dialect, value: SQL, { keys }: Extract<Followed, { in: 'record' }>): SQL[] {
  return keys.map((path) => {
    let begin = '{"op":"record",';
    const levels = path.map((key) => {
      const text = JSON.stringify(key);
      const level = sql`(${beginsWith(value, begin)} AND ${placeIn(Buffer.from(text), value)} = 0)`;
      begin += `"edit":[[${text},{"op":"record",`;
      return level;
    });
    return sql`(${sql.join(levels, sql` OR `)})`;
  });
}

/** Behind the letter of the format. */
function beginsWith(value: SQL, text: string): SQL {
  const bytes = Buffer.from(text);
  return sql`${part(value, 2, bytes.length)} = ${bytes}`;
}

function part(value: SQL, from: number, length: number): SQL {
  return sql`substr(${value}, ${sql.raw(String(from))}, ${sql.raw(String(length))})`;
}

/** What a path begins with, up to the first list. */
export function leadingKeys(path: InnerPath): string[] {
  const end = path.findIndex((key) => typeof key !== 'string');
  return path.slice(0, end < 0 ? MAX_LEVELS : Math.min(end, MAX_LEVELS)) as string[];
}
