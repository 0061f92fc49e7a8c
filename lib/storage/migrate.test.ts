import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { postgresMigrations } from '@/drizzle/postgres/migrations';
import { sqliteMigrations } from '@/drizzle/sqlite/migrations';
import { pendingMigrations } from './migrate';
import { openStore } from './open-store';
import { PostgresSaver } from './postgres';
import { SqliteDatabase } from './sqlite-database';
import { newPostgresSchema, newSqliteFile, testPostgresUrl } from './test-databases';

const FROM_THE_FUTURE = "INSERT INTO store_migrations (name, applied_at) VALUES ('9999_future', 1)";

describe('migrations', () => {
  it.each([
    ['sqlite', sqliteMigrations],
    ['postgres', postgresMigrations],
  ])('of %s are embedded as they were generated', (dialect, embedded) => {
    const folder = new URL(`../../drizzle/${dialect}/migrations/`, import.meta.url);
    const files = readdirSync(folder).filter((name) => name.endsWith('.sql'));
    expect(embedded.map(({ name }) => `${name}.sql`)).toEqual(files.sort());
    for (const { name, statements } of embedded) {
      const sql = readFileSync(new URL(`${name}.sql`, folder), 'utf8');
      expect(statements).toEqual(sql.split('--> statement-breakpoint').map((statement) => statement.trim()));
    }
  });

  it('are applied in order, each once', () => {
    const known = ['a', 'b', 'c'].map((name) => ({ name, statements: [] }));
    expect(pendingMigrations(known, ['a'], 'It').map(({ name }) => name)).toEqual(['b', 'c']);
    expect(pendingMigrations(known, ['a', 'b', 'c'], 'It')).toEqual([]);
  });

  it('leave a SQLite file of a newer version alone', async () => {
    const place = newSqliteFile();
    const database = new SqliteDatabase(place.url);
    database.run(FROM_THE_FUTURE, []);
    database.close();
    await expect(openStore(place.url)).rejects.toMatchObject({ code: 'NEWER_DATABASE' });
    await place.remove();
  });

  it('keep what is in a file that is opened again', async () => {
    const place = newSqliteFile();
    const first = await openStore(`file:${place.url}`);
    await first.threads.create({ threadId: 'kept', metadata: {} });
    await first.close();
    const second = await openStore(place.url);
    expect(await second.threads.get('kept')).not.toBeNull();
    await second.close();
    await place.remove();
  });

  it.runIf(testPostgresUrl)('run once on PostgreSQL when many start at the same time', async () => {
    const place = await newPostgresSchema();
    const savers = Array.from({ length: 5 }, () => PostgresSaver.fromConnString(place.url));
    await Promise.all(savers.map((saver) => saver.setup()));
    const rows = await (savers[0] as PostgresSaver).database.query('SELECT name FROM store_migrations', []);
    expect(rows).toEqual(postgresMigrations.map(({ name }) => ({ name })));
    await (savers[0] as PostgresSaver).database.query(FROM_THE_FUTURE, []);
    await Promise.all(savers.map((saver) => saver.end()));
    await expect(openStore(place.url)).rejects.toMatchObject({ code: 'NEWER_DATABASE' });
    await place.remove();
  });

  it('tell that a database cannot be opened, and why', async () => {
    await expect(openStore('/dev/null/threads.db')).rejects.toMatchObject({
      code: 'STORE_FAILED',
      message: expect.stringContaining('/dev/null/threads.db'),
    });
    await expect(openStore('postgres://127.0.0.1:1/nothing')).rejects.toMatchObject({
      code: 'STORE_FAILED',
      cause: expect.objectContaining({ code: 'ECONNREFUSED' }),
    });
  });
});
