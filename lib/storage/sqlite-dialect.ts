import { sql } from 'drizzle-orm';
import { SQLiteSyncDialect } from 'drizzle-orm/sqlite-core';
import * as tables from '@/drizzle/sqlite/schema';
import type { SqlValue } from './database';
import type { Dialect } from './dialect';
import { sqliteManyRows } from './sqlite-many-rows';
import { asBuffer } from './stored-id';

const dialect = new SQLiteSyncDialect();

export const sqliteDialect: Dialect & { tables: typeof tables } = {
  tables,
  compile(query) {
    const { sql: text, params } = dialect.sqlToQuery(query);
    return { text, values: params as SqlValue[] };
  },
  value: (value) => sql`${value}`,
  binaryOrder: (text) => text,
  contains: (text, part) => sql`instr(lower(${text}), lower(${part})) > 0`,
  containsExactly: (text, part) => sql`instr(${text}, ${part}) > 0`,
  nodesKey: (text) => sql`${text}`,
  jsonHolds: (json, part) =>
    sql`EXISTS (SELECT 1 FROM json_each(${json}) AS entry WHERE instr(lower(entry.value), lower(${part})) > 0)`,
  jsonText: (json) => sql<string>`${json}`,
  jsonKeyEquals: (json, key, value) => (/["\\]/.test(key) ? null : sql`(${json} -> ${`$."${key}"`}) = ${value}`),
  jsonItem: (bytes, at) => sql`CAST(${bytes} AS TEXT) ->> ${sql.raw(String(at))}`,
  lockRows: sql``,
  hex: (bytes) => sql<string>`CASE WHEN ${bytes} IS NOT NULL THEN lower(hex(${bytes})) END`,
  placeIn: (part, bytes) => sql`instr(${bytes}, ${part})`,
  maxBytes: (bytes) => sql`max(${bytes})`,
  joinedBytes: (bytes) => sql`CAST(group_concat(${bytes}, '') AS BLOB)`,
  readJoined: (value) => asBuffer(value instanceof ArrayBuffer ? new Uint8Array(value) : (value as Uint8Array)),
  jsonList: (value) => sql`json_group_array(${value})`,
  numberList: (values) => sql`'[' || group_concat(${sql.join(values, sql` || ',' || `)}) || ']'`,
  many: sqliteManyRows,
  // CROSS JOIN keeps the order: without statistics SQLite may go through the table and look for each of its rows among those before it.
  joinEach: (table, condition) => sql`CROSS JOIN ${table} ON ${condition}`,
  leftJoinEach: (table, alias, condition) => sql`LEFT JOIN ${table} ${alias} ON ${condition}`,
  keyTable(text, columns) {
    const list = Object.entries(columns).map(([name, type]) => {
      const value = `value ->> '${name}'`;
      return `${type === 'bytes' ? `unhex(${value})` : value} AS ${name}`;
    });
    return sql`(SELECT ${sql.raw(list.join(', '))} FROM json_each(${text})) AS keys`;
  },
};

/** For a file whose texts are UTF-16, as another program may have set it up: there bytes are no texts to be joined. */
export const sqliteWideDialect: typeof sqliteDialect = {
  ...sqliteDialect,
  jsonItem: () => sql`NULL`,
  joinedBytes: (bytes) => sql`unhex(group_concat(hex(${bytes}), ''))`,
};
