import { describe, expect, it } from 'vitest';
import type { ColumnValues } from '../query';
import { SqliteDatabase } from '../sqlite-database';
import { sqliteDialect } from '../sqlite-dialect';
import { ManyRows } from './many-sqlite';

const { notes } = sqliteDialect.tables;
type Note = ColumnValues<typeof notes>;

/** More than two statements take, and some that are added one by one. */
const COUNT = 40;

function noteOf(index: number, given: Partial<Note>): Note {
  const checkpointId = Buffer.from([0, index]);
  return { threadId: 't', namespace: '', checkpointId, text: 'same', updatedAt: 7, ...given };
}

function storedIn(database: SqliteDatabase): unknown[][] {
  const rows = database.all(
    'SELECT thread_id, namespace, checkpoint_id, text, updated_at FROM notes ORDER BY checkpoint_id',
    [],
  );
  return rows.map(({ checkpoint_id: id, ...row }) => [
    row.thread_id,
    row.namespace,
    Buffer.from(id as Uint8Array),
    row.text,
    row.updated_at,
  ]);
}

describe('rows that are added many at once', () => {
  it.each<[string, (index: number) => Partial<Note>]>([
    ['have all in common that they may', () => ({})],
    ['have only the first of it in common', (index) => ({ text: `note ${index % 2}`, updatedAt: index })],
    ['have only the last of it in common', (index) => ({ namespace: index % 2 === 0 ? '' : 'inside' })],
    ['are of a thread each', (index) => ({ threadId: `t${index}` })],
    ['differ in the last row of a statement', (index) => ({ threadId: index === 15 ? 'other' : 't' })],
  ])('are stored as they are when they %s', (_, given) => {
    const database = new SqliteDatabase(':memory:');
    const many = new ManyRows(notes, {
      alike: [
        ['threadId', 'namespace', 'text', 'updatedAt'],
        ['threadId', 'namespace'],
      ],
    });
    const rows = Array.from({ length: COUNT }, (_, index) => noteOf(index, given(index)));
    expect(many.add(database, rows)).toBe(COUNT);
    expect(storedIn(database)).toEqual(rows.map((row) => Object.values(row)));
    expect(many.add(database, rows)).toBe(0);
    database.close();
  });
});
