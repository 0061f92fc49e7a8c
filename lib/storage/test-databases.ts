import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';

/** A place for a test's data that nobody else uses, and how to be rid of it. */
export interface TestDatabase {
  url: string;
  remove(): Promise<void>;
}

export const testPostgresUrl = process.env.TEST_DATABASE_URL;

export function newSqliteFile(): TestDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'retrograph-sqlite-'));
  return { url: join(folder, 'threads.db'), remove: async () => rmSync(folder, { recursive: true, force: true }) };
}

/** A schema of its own in the database that TEST_DATABASE_URL names, or in another. */
export async function newPostgresSchema(databaseUrl = testPostgresUrl): Promise<TestDatabase> {
  if (databaseUrl === undefined) throw new Error('Set TEST_DATABASE_URL to an empty PostgreSQL database.');
  const schema = `test_${randomUUID().replaceAll('-', '')}`;
  const administer = async (statement: string) => {
    const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
    await sql.unsafe(statement);
    await sql.end();
  };
  await administer(`CREATE SCHEMA ${schema}`);
  const url = new URL(databaseUrl);
  url.searchParams.set('search_path', schema);
  return { url: url.href, remove: () => administer(`DROP SCHEMA ${schema} CASCADE`) };
}
