import postgres from 'postgres';
import { PostgresSaver } from '../postgres';
import { SqliteSaver } from '../sqlite';
import { newPostgresSchema, newSqliteFile } from '../test-databases';
import type { CrashPlace } from './crash-place';
import { isLostConnection } from './disturbances';

const AWAY_LIMIT_MS = 30_000;

export async function newSqlitePlace(): Promise<CrashPlace> {
  const { url, remove } = newSqliteFile();
  const open = async <Result>(read: (saver: SqliteSaver) => Result | Promise<Result>): Promise<Result> => {
    const saver = SqliteSaver.fromConnString(url);
    try {
      return await read(saver);
    } finally {
      saver.close();
    }
  };
  return {
    urlFor: () => url,
    look: open,
    flaws: () =>
      open(({ database }) =>
        database
          .all('PRAGMA integrity_check', [])
          .map((row) => String(row.integrity_check))
          .filter((line) => line !== 'ok'),
      ),
    remove,
  };
}

/** A schema of its own. Each writer has a user of its own, by which its connections are known. */
export async function newPostgresPlace(databaseUrl: string, threadIds: readonly string[]): Promise<CrashPlace> {
  const { url, remove } = await newPostgresSchema(databaseUrl);
  const users = threadIds.map((threadId) => `"${threadId}"`).join(', ');
  await administer(databaseUrl, ...threadIds.map((threadId) => `CREATE ROLE "${threadId}" LOGIN SUPERUSER`));
  return {
    urlFor(threadId) {
      const own = new URL(url);
      own.username = threadId;
      return own.href;
    },
    async look(read) {
      for (const deadline = Date.now() + AWAY_LIMIT_MS; ; ) {
        const saver = PostgresSaver.fromConnString(url);
        try {
          return await read(saver);
        } catch (error) {
          // Another story's strike: the server is away, and comes back.
          if (!isLostConnection(error as Error) || Date.now() > deadline) throw error;
        } finally {
          await saver.end();
        }
      }
    },
    flaws: async () => [],
    async remove() {
      await remove();
      await administer(databaseUrl, `DROP ROLE ${users}`);
    },
  };
}

async function administer(databaseUrl: string, ...statements: string[]): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  for (const statement of statements) await sql.unsafe(statement);
  await sql.end();
}
