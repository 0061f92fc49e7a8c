import { sql } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import * as tables from '@/drizzle/postgres/schema';
import { NODES_KEY_LENGTH } from '@/drizzle/postgres/schema';
import type { SqlValue } from './database';
import type { Dialect } from './dialect';
import { list, readRow, selection } from './query';

const dialect = new PgDialect();

export const postgresDialect: Dialect & { tables: typeof tables } = {
  tables,
  compile(query) {
    const { sql: text, params } = dialect.sqlToQuery(query);
    return { text, values: params as SqlValue[] };
  },
  value(value, column) {
    const type = column.getSQLType();
    if (type === 'boolean') return sql`(${value}::integer = 1)`;
    // postgres.js would make JSON of a parameter that goes straight to jsonb.
    return sql`${value}${sql.raw(type === 'jsonb' ? '::text::jsonb' : `::${type}`)}`;
  },
  binaryOrder: (text) => sql`${text} COLLATE "C"`,
  contains: (text, part) => sql`strpos(lower(${text}), lower(${part}::text)) > 0`,
  containsExactly: (text, part) => sql`strpos(${text}, ${part}::text) > 0`,
  nodesKey: (text) => sql`left(${text}, ${sql.raw(String(NODES_KEY_LENGTH))})`,
  jsonHolds: (json, part) =>
    sql`EXISTS (SELECT 1 FROM jsonb_each_text(${json}) AS entry WHERE strpos(lower(entry.value), lower(${part}::text)) > 0)`,
  jsonText: (json) => sql<string>`${json}::text`,
  // The first part finds rows by their index; it takes a list that holds the value for the value.
  jsonKeyEquals: (json, key, value) =>
    sql`(${json} @> jsonb_build_object(${key}::text, ${value}::text::jsonb) AND (${json} -> ${key}::text) = ${value}::text::jsonb)`,
  jsonItem: (bytes, at) => sql`convert_from(${bytes}, 'UTF8')::json ->> ${sql.raw(String(at))}`,
  lockRows: sql`FOR UPDATE`,
  hex: (bytes) => sql<string>`encode(${bytes}, 'hex')`,
  placeIn: (part, bytes) => sql`position(${part}::bytea in ${bytes})`,
  // Only PostgreSQL 18 has max for bytes.
  maxBytes: (bytes) => sql`(array_agg(${bytes} ORDER BY ${bytes} DESC))[1]`,
  // The driver asks for texts, and bytes as hex are half as long again, and take the server and the driver longer.
  joinedBytes: (bytes) => sql`encode(string_agg(${bytes}, ''::bytea), 'base64')`,
  readJoined: (value) => Buffer.from(value as string, 'base64'),
  jsonList: (value) => sql`json_agg(${value})::text`,
  numberList: (values) => sql`'[' || string_agg(concat_ws(',', ${list(values)}), ',') || ']'`,
  many: {
    query: (fields, rest) => sql`SELECT ${selection(fields)} ${rest}`,
    read: (fields, rows) => rows.map((row) => readRow(fields, row)),
  },
  // A plain join is planned by statistics, and a table that was just filled has none: PostgreSQL then walks through all of a
  // thread to find each row. OFFSET 0 keeps the part as it stands, where all keys lead into the index.
  joinEach: (table, condition) =>
    sql`CROSS JOIN LATERAL (SELECT * FROM ${table} WHERE ${condition} OFFSET 0) AS ${table}`,
  leftJoinEach: (table, alias, condition) =>
    sql`LEFT JOIN LATERAL (SELECT * FROM ${table} ${alias} WHERE ${condition} OFFSET 0) AS ${alias} ON TRUE`,
  keyTable(text, columns) {
    const types = Object.entries(columns).map(([name, type]) => `${name} ${type === 'integer' ? 'integer' : 'text'}`);
    const list = Object.entries(columns).map(([name, type]) =>
      type === 'bytes' ? `decode(${name}, 'hex') AS ${name}` : name,
    );
    return sql`(SELECT ${sql.raw(list.join(', '))}
      FROM json_to_recordset(${text}::text::json) AS given(${sql.raw(types.join(', '))})) AS keys`;
  },
};
