import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { postgresMigrations } from '@/drizzle/postgres/migrations';
import { isEngineError } from '@/engine';
import type { Database, Row, SqlValue, Statement } from './database';
import { rowText } from './database';
import { ADD_MIGRATION, CREATE_MIGRATIONS_TABLE, pendingMigrations, READ_MIGRATIONS } from './migrate';
import { ThreadAnnouncer } from './postgres-announce';
import { postgresDialect } from './postgres-dialect';
import { isConnectionLost, PostgresPool } from './postgres-pool';
import { postgresFailure } from './store-failure';

export interface PostgresOptions {
  /** 10 unless given. Of four and more, one is for groups of steps alone. */
  maxConnections?: number;
  /** How long one statement may take; 30 s unless given. */
  statementTimeoutMs?: number;
  /** How long a statement may wait for a connection and its answer; 45 s unless given. */
  maxWaitMs?: number;
}

const MAX_CONNECTIONS = 10;
/** Fewer are for everything. */
const MIN_CONNECTIONS_TO_PART = 4;
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
/** Classes of SQLSTATE: data exceptions, broken rules, rolled back transactions, limits such as the size of a row. */
const FAULTS_OF_ROWS = new Set(['22', '23', '40', '54']);

type Transaction = postgres.TransactionSql;

/** A PostgreSQL database over postgres.js. It is migrated at first use, under an advisory lock. */
export class PostgresDatabase implements Database {
  readonly sql = postgresDialect;
  readonly writer = randomUUID().slice(0, 8);
  readonly #pool: PostgresPool;
  /** Of one connection, since groups of steps follow each other: what they run is prepared once, and no read is before them. */
  readonly #groups: PostgresPool;
  readonly #announcer: ThreadAnnouncer;
  readonly #maxWaitMs: number;
  #ready: Promise<void> | null = null;

  constructor(url: string, options: PostgresOptions = {}) {
    const { maxConnections = MAX_CONNECTIONS, statementTimeoutMs = STATEMENT_TIMEOUT_MS } = options;
    this.#maxWaitMs = options.maxWaitMs ?? MAX_WAIT_MS;
    const open = (max: number) =>
      guardSync(() =>
        postgres(url, {
          max,
          connect_timeout: CONNECT_TIMEOUT_S,
          idle_timeout: IDLE_TIMEOUT_S,
          fetch_types: false,
          onnotice: () => {},
          types: { bigint: { to: 20, from: [20], parse: Number, serialize: String } },
          // Compiling a query of the thread list would take longer than running it.
          connection: { application_name: 'retrograph', statement_timeout: statementTimeoutMs, jit: false },
        }),
      );
    const isParted = maxConnections >= MIN_CONNECTIONS_TO_PART;
    this.#pool = new PostgresPool(() => open(isParted ? maxConnections - 1 : maxConnections));
    this.#groups = isParted ? new PostgresPool(() => open(1)) : this.#pool;
    this.#announcer = new ThreadAnnouncer((payload) => this.query(NOTIFY, [payload]), this.writer);
  }

  query(text: string, values: SqlValue[]): Promise<Row[]> {
    return this.#run(this.#pool, text, values);
  }

  /** The same for a group of steps. */
  queryForGroup(text: string, values: SqlValue[]): Promise<Row[]> {
    return this.#run(this.#groups, text, values);
  }

  async #run(pool: PostgresPool, text: string, values: SqlValue[]): Promise<Row[]> {
    await this.ready();
    let query: postgres.PendingQuery<Row[]> | undefined;
    return guard(
      this.#maxWaitMs,
      () =>
        pool.use((sql) => {
          query = sql.unsafe(text, values as string[], { prepare: true });
          return query;
        }),
      () => query?.cancel(),
    );
  }

  async transact(statements: Statement[]): Promise<Row[][]> {
    return this.transaction((transaction) =>
      Promise.all(statements.map(({ text, values }) => run(transaction, text, values))),
    );
  }

  async transaction<Result>(body: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    await this.ready();
    let isTooLate = false;
    const inTime = async (transaction: Transaction) => {
      if (isTooLate) throw new Error('Nobody waits for this transaction any more.');
      return body(transaction);
    };
    return guard(
      this.#maxWaitMs,
      () => this.#begin(inTime),
      () => {
        isTooLate = true;
      },
    );
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
    return this.#pool.use(async (sql) => {
      const connection = await guard(this.#maxWaitMs, () => sql.reserve());
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
    });
  }

  announce(threadId: string): void {
    this.#announcer.announce(threadId);
  }

  /** Calls back with what other connections announce; reconnects by itself. */
  async listen(onChange: (threadIds: string[]) => void): Promise<() => Promise<void>> {
    const [named] = await this.query(`SELECT ${CHANGES_CHANNEL} AS channel`, []);
    const channel = named ? rowText(named, 'channel') : '';
    const { unlisten } = await guard(this.#maxWaitMs, () =>
      this.#pool.use((sql) =>
        sql.listen(channel, (payload) => {
          const { writer, threadIds } = JSON.parse(payload) as { writer: string; threadIds: string[] };
          if (writer !== this.writer) onChange(threadIds);
        }),
      ),
    );
    return unlisten;
  }

  /** Migrates once; after a failure the next use tries again. */
  ready(): Promise<void> {
    this.#ready ??= guard(this.#maxWaitMs, () => this.#migrate()).catch((error: unknown) => {
      this.#ready = null;
      throw error;
    });
    return this.#ready;
  }

  async close(): Promise<void> {
    if (this.#ready !== null) await this.#announcer.flush();
    await Promise.all([this.#pool.end(END_TIMEOUT_S), this.#groups.end(END_TIMEOUT_S)]);
  }

  #begin<Result>(body: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return this.#pool.use((sql) => sql.begin((transaction) => unlessLost(body(transaction)))) as Promise<Result>;
  }

  async #migrate(): Promise<void> {
    await this.#begin(async (transaction) => {
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

/** Channels belong to a database, tables to a schema of it: another schema's threads are not ours, whatever their names. */
const CHANGES_CHANNEL = "'retrograph_' || md5(coalesce(current_schema(), ''))";

/** What it tells of is saved already: unlike that, it need not wait for the disk. */
const NOTIFY = `SELECT pg_notify(${CHANGES_CHANNEL}, $1) FROM set_config('synchronous_commit', 'off', TRUE)`;

/** In a transaction of the caller's. */
export async function run(transaction: Transaction, text: string, values: SqlValue[]): Promise<Row[]> {
  return transaction.unsafe(text, values as string[], { prepare: true });
}

/**
 * When a transaction's body fails, postgres.js sends a ROLLBACK, which on a connection that is gone ends the whole process
 * (porsager/postgres, issue 1154). So a body that failed with its connection settles never: `begin` rejects by itself then.
 */
async function unlessLost<Result>(body: Promise<Result>): Promise<Result> {
  try {
    return await body;
  } catch (error) {
    if (isConnectionLost(error)) return new Promise(() => {});
    throw error;
  }
}

/** The index whose rule a statement broke, when that is what ended it. */
export function brokenIndex(error: unknown): string | null {
  const { code, constraint_name } = postgresError(error);
  return code === UNIQUE_VIOLATION ? (constraint_name ?? null) : null;
}

/**
 * One of the rows that a statement was given ended it: a value that PostgreSQL can't hold, a broken rule, or another
 * transaction that locked the same rows in another order. The others may well be saved without it.
 */
export function isFaultOfRow(error: unknown): boolean {
  return FAULTS_OF_ROWS.has(postgresError(error).code?.slice(0, 2) ?? '');
}

function postgresError(error: unknown): { code?: string; constraint_name?: string } {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof postgres.PostgresError ? cause : {};
}

/** What was told as failed must not be done later: `giveUp` takes back what still waits for a connection. */
async function guard<Result>(
  maxWaitMs: number,
  action: () => Promise<Result>,
  giveUp: () => void = () => {},
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    const awayMessage = `no answer in ${maxWaitMs / 1000} s: its connections are all taken, or it is away`;
    timer = setTimeout(() => {
      reject(postgresFailure(new Error(awayMessage)));
      giveUp();
    }, maxWaitMs);
  });
  try {
    return await Promise.race([action(), tooLong]);
  } catch (error) {
    throw isEngineError(error) ? error : postgresFailure(error);
  } finally {
    clearTimeout(timer);
  }
}

function guardSync<Result>(action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    throw postgresFailure(error);
  }
}
