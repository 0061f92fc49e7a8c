import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { postgresMigrations } from '@/drizzle/postgres/migrations';
import { EngineError, isEngineError } from '@/engine';
import type { Database, Row, SqlValue, Statement } from './database';
import { rowText } from './database';
import { ADD_MIGRATION, CREATE_MIGRATIONS_TABLE, pendingMigrations, READ_MIGRATIONS } from './migrate';
import { ThreadAnnouncer } from './postgres-announce';
import { postgresDialect } from './postgres-dialect';

const MAX_CONNECTIONS = 10;
const CONNECT_TIMEOUT_S = 10;
/** A script that forgets `end()` still ends by itself once its connections were idle for so long. */
const IDLE_TIMEOUT_S = 10;
/** What still runs then is cut off; postgres.js waits for connections that were lost as well. */
const END_TIMEOUT_S = 2;
const STATEMENT_TIMEOUT_MS = 30_000;
/** postgres.js queues for ever when its pool is exhausted or the server is away: the wait ends after this. */
const MAX_WAIT_MS = 45_000;
/** Any number that nobody else takes: one migration at a time in a database. */
const MIGRATION_LOCK = 7_246_138_850_117;
/** The same, for work that one of several servers does. */
const WORK_LOCK = 7_246_138_850_118;
const UNIQUE_VIOLATION = '23505';

type Transaction = postgres.TransactionSql;

/** A PostgreSQL database over postgres.js. It is migrated at first use, under an advisory lock. */
export class PostgresDatabase implements Database {
  readonly sql = postgresDialect;
  readonly writer = randomUUID().slice(0, 8);
  readonly #client: postgres.Sql;
  readonly #announcer: ThreadAnnouncer;
  #ready: Promise<void> | null = null;

  constructor(url: string) {
    this.#client = guardSync(() =>
      postgres(url, {
        max: MAX_CONNECTIONS,
        connect_timeout: CONNECT_TIMEOUT_S,
        idle_timeout: IDLE_TIMEOUT_S,
        fetch_types: false,
        onnotice: () => {},
        types: { bigint: { to: 20, from: [20], parse: Number, serialize: String } },
        // Compiling a query of the thread list would take longer than running it.
        connection: { application_name: 'retrograph', statement_timeout: STATEMENT_TIMEOUT_MS, jit: false },
      }),
    );
    this.#announcer = new ThreadAnnouncer(
      (payload) => this.query('SELECT pg_notify($1, $2)', [CHANGES_CHANNEL, payload]),
      this.writer,
    );
  }

  async query(text: string, values: SqlValue[]): Promise<Row[]> {
    await this.ready();
    return guard(() => this.#client.unsafe(text, values as string[], { prepare: true }));
  }

  async transact(statements: Statement[]): Promise<Row[][]> {
    return this.transaction((transaction) =>
      Promise.all(statements.map(({ text, values }) => run(transaction, text, values))),
    );
  }

  async transaction<Result>(body: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    await this.ready();
    return guard(() => this.#client.begin(body) as Promise<Result>);
  }

  decide(first: Statement[], next: (rows: Row[][]) => Statement[] | null): Promise<boolean> {
    return this.transaction(async (transaction) => {
      const rows: Row[][] = [];
      // One after the other: each sees what was committed while the one before waited for a lock.
      for (const { text, values } of first) rows.push(await run(transaction, text, values));
      const statements = next(rows);
      for (const { text, values } of statements ?? []) await run(transaction, text, values);
      return statements !== null;
    });
  }

  /** Does the work while no other connection that asks the same way does its own; false when one does. */
  async alone(work: () => Promise<void>): Promise<boolean> {
    await this.ready();
    const connection = await guard(() => this.#client.reserve());
    try {
      const [row] = await connection.unsafe('SELECT pg_try_advisory_lock($1) AS locked', [String(WORK_LOCK)]);
      if (row?.locked !== true) return false;
      try {
        await work();
      } finally {
        await connection.unsafe('SELECT pg_advisory_unlock($1)', [String(WORK_LOCK)]);
      }
      return true;
    } finally {
      connection.release();
    }
  }

  announce(threadId: string): void {
    this.#announcer.announce(threadId);
  }

  /** Calls back with what other connections announce; reconnects by itself. */
  async listen(onChange: (threadIds: string[]) => void): Promise<() => Promise<void>> {
    await this.ready();
    const { unlisten } = await guard(() =>
      this.#client.listen(CHANGES_CHANNEL, (payload) => {
        const { writer, threadIds } = JSON.parse(payload) as { writer: string; threadIds: string[] };
        if (writer !== this.writer) onChange(threadIds);
      }),
    );
    return unlisten;
  }

  /** Migrates once; after a failure the next use tries again. */
  ready(): Promise<void> {
    this.#ready ??= guard(() => this.#migrate()).catch((error: unknown) => {
      this.#ready = null;
      throw error;
    });
    return this.#ready;
  }

  async close(): Promise<void> {
    if (this.#ready !== null) await this.#announcer.flush();
    await this.#client.end({ timeout: END_TIMEOUT_S });
  }

  async #migrate(): Promise<void> {
    await this.#client.begin(async (transaction) => {
      await run(transaction, 'SELECT pg_advisory_xact_lock($1)', [String(MIGRATION_LOCK)]);
      await transaction.unsafe(CREATE_MIGRATIONS_TABLE);
      const applied = (await run(transaction, READ_MIGRATIONS, [])).map((row) => rowText(row, 'name'));
      for (const { name, statements } of pendingMigrations(postgresMigrations, applied, 'The PostgreSQL database')) {
        for (const statement of statements) await transaction.unsafe(statement);
        await run(transaction, ADD_MIGRATION, [name, Date.now()]);
      }
    });
  }
}

const CHANGES_CHANNEL = 'retrograph_changes';

/** In a transaction of the caller's. */
export async function run(transaction: Transaction, text: string, values: SqlValue[]): Promise<Row[]> {
  return transaction.unsafe(text, values as string[], { prepare: true });
}

/** The index whose rule a statement broke, when that is what ended it. */
export function brokenIndex(error: unknown): string | null {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (!(cause instanceof Error) || (cause as { code?: unknown }).code !== UNIQUE_VIOLATION) return null;
  return (cause as { constraint_name?: string }).constraint_name ?? null;
}

async function guard<Result>(action: () => Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          storeFailed(new Error(`no answer in ${MAX_WAIT_MS / 1000} s: its connections are all taken, or it is away`)),
        ),
      MAX_WAIT_MS,
    );
  });
  try {
    return await Promise.race([action(), tooLong]);
  } catch (error) {
    throw isEngineError(error) ? error : storeFailed(error);
  } finally {
    clearTimeout(timer);
  }
}

function guardSync<Result>(action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    throw storeFailed(error);
  }
}

function storeFailed(cause: unknown): EngineError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new EngineError(
    'STORE_FAILED',
    `The PostgreSQL database failed: ${message}. Check that it runs and that DATABASE_URL is right.`,
    {
      cause,
    },
  );
}
