import type { SQL } from 'drizzle-orm';
import { Column, is, sql } from 'drizzle-orm';
import type { ManyRows } from './dialect';
import type { Fields, Selected } from './query';
import { selection } from './query';

// libsql gives every blob of a row as a buffer of its own, outside the heap: reading 10,000 rows, collecting these takes
// several times as long as all the rest. So SQLite puts many rows together as one JSON text, bytes as hex.

type Read = (value: unknown) => unknown;

export const sqliteManyRows: ManyRows = {
  query(fields, rest) {
    const encoded = Object.entries(fields).map(([name, field]) =>
      isBlob(field) ? sql`hex(given.${sql.identifier(name)})` : sql`given.${sql.identifier(name)}`,
    );
    return sql`SELECT json_group_array(json_array(${sql.join(encoded, sql`, `)})) AS page
      FROM (SELECT ${selection(fields)} ${rest}) AS given`;
  },
  read<Of extends Fields>(fields: Of, [row]: readonly Readonly<Record<string, unknown>>[]): Selected<Of>[] {
    const columns = Object.entries(fields).map(([name, field]) => ({ name, read: reader(field) }));
    const page = JSON.parse(String(row?.page ?? '[]')) as unknown[][];
    return page.map((values) => {
      const read: Record<string, unknown> = {};
      columns.forEach((column, at) => {
        const value = values[at] ?? null;
        read[column.name] = value === null ? null : column.read(value);
      });
      return read as Selected<Of>;
    });
  },
};

function reader(field: Column | SQL): Read {
  // `hex` gives null as an empty text; no blob of ours is empty but where that means the same.
  if (isBlob(field)) return (hex) => (hex === '' ? null : Buffer.from(hex as string, 'hex'));
  return is(field, Column) ? (value) => field.mapFromDriverValue(value) : (value) => value;
}

function isBlob(field: Column | SQL): boolean {
  return is(field, Column) && field.getSQLType() === 'blob';
}
