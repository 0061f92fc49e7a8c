import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import Libsql from 'libsql';
import { sqliteMigrations } from '@/drizzle/sqlite/migrations';
import { isEngineError } from '@/engine';
import type { Database, Row, SqlValue, Statement } from './database';
import { rowText } from './database';
import { ADD_MIGRATION, CREATE_MIGRATIONS_TABLE, pendingMigrations, READ_MIGRATIONS } from './migrate';
import { sqliteDialect, sqliteWideDialect } from './sqlite-dialect';
import { sqliteFailure } from './store-failure';

export interface SqliteOptions {
  /** How long a writer waits for another process's transaction; 10 s unless given. */
  busyTimeoutMs?: number;
}

const BUSY_TIMEOUT_MS = 10_000;
const BUSY_PAUSE_MS = 20;
const MAX_PREPARED = 300;

/** Bound with one array: libsql would take a lone Buffer or null for a set of named parameters. */
type Prepared = Libsql.Statement<[SqlValue[]]>;

/**
 * One SQLite file over libsql's synchronous API. Every transaction runs from begin to commit without a pause, so the
 * process's writers never overlap; those of other processes wait for each other in `BEGIN IMMEDIATE`.
 */
export class SqliteDatabase implements Database {
  readonly sql: typeof sqliteDialect;
  readonly writer = randomUUID().slice(0, 8);
  readonly path: string;
  readonly #connection: Libsql.Database;
  readonly #prepared = new Map<string, Prepared>();

  constructor(pathOrUrl: string, { busyTimeoutMs = BUSY_TIMEOUT_MS }: SqliteOptions = {}) {
    this.path = filePath(pathOrUrl);
    this.#connection = guard(this.path, () => {
      if (this.path !== ':memory:') mkdirSync(dirname(this.path), { recursive: true });
      return openConnection(this.path, busyTimeoutMs);
    });
    this.sql = this.first('PRAGMA encoding', [])?.encoding === 'UTF-8' ? sqliteDialect : sqliteWideDialect;
    guard(this.path, () => this.#migrate());
  }

  run(text: string, values: SqlValue[]): number {
    return guard(this.path, () => this.#prepare(text).run(values).changes);
  }

  all(text: string, values: SqlValue[]): Row[] {
    return guard(this.path, () => this.#prepare(text).all(values) as Row[]);
  }

  first(text: string, values: SqlValue[]): Row | undefined {
    return this.all(text, values)[0];
  }

  /** Runs `body` in one transaction; whatever it throws rolls back and is thrown on. */
  transaction<Result>(body: () => Result): Result {
    guard(this.path, () => this.#connection.exec('BEGIN IMMEDIATE'));
    try {
      const result = body();
      guard(this.path, () => this.#connection.exec('COMMIT'));
      return result;
    } catch (error) {
      if (this.#connection.inTransaction) this.#connection.exec('ROLLBACK');
      throw error;
    }
  }

  async query(text: string, values: SqlValue[]): Promise<Row[]> {
    return this.all(text, values);
  }

  /** One row after another, of a connection that nobody else writes with meanwhile. */
  rows(text: string, values: SqlValue[]): IterableIterator<Row> {
    return guard(
      this.path,
      () => this.#connection.prepare<[SqlValue[]]>(text).iterate(values) as IterableIterator<Row>,
    );
  }

  /** Runs `body` in one transaction that reaches the tables of another SQLite file, too, under the name `other`. */
  beside<Result>(path: string, body: (run: (statement: Statement) => Row[]) => Result): Result {
    const run = ({ text, values }: Statement) => this.#connection.prepare<[SqlValue[]]>(text).all(values) as Row[];
    guard(this.path, () => run({ text: 'ATTACH DATABASE ? AS other', values: [path] }));
    try {
      return this.transaction(() => guard(this.path, () => body(run)));
    } finally {
      this.#connection.exec('DETACH DATABASE other');
    }
  }

  async transact(statements: Statement[]): Promise<Row[][]> {
    return this.transaction(() => statements.map(({ text, values }) => this.all(text, values)));
  }

  async decide(first: Statement[], next: (rows: Row[][]) => Statement[] | null): Promise<boolean> {
    return this.transaction(() => {
      const statements = next(first.map(({ text, values }) => this.all(text, values)));
      for (const { text, values } of statements ?? []) this.all(text, values);
      return statements !== null;
    });
  }

  /** Watchers look at the file itself. */
  announce(): void {}

  close(): void {
    this.#prepared.clear();
    if (this.#connection.open) this.#connection.close();
  }

  #prepare(text: string): Prepared {
    let statement = this.#prepared.get(text);
    if (statement === undefined) {
      if (this.#prepared.size >= MAX_PREPARED) this.#prepared.clear();
      statement = this.#connection.prepare<[SqlValue[]]>(text.replace(/\$(\d+)/g, '?$1'));
      this.#prepared.set(text, statement);
    }
    return statement;
  }

  #migrate(): void {
    const hasTable = this.first("SELECT 1 FROM sqlite_master WHERE name = 'store_migrations'", []) !== undefined;
    if (hasTable && this.#pending().length === 0) return;
    this.transaction(() => {
      this.#connection.exec(CREATE_MIGRATIONS_TABLE);
      for (const { name, statements } of this.#pending()) {
        for (const statement of statements) this.#connection.exec(statement);
        this.run(ADD_MIGRATION, [name, Date.now()]);
      }
    });
  }

  #pending() {
    const applied = this.all(READ_MIGRATIONS, []).map((row) => rowText(row, 'name'));
    return pendingMigrations(sqliteMigrations, applied, this.path);
  }
}

/** A path as given, `file:` addresses included, made absolute from the working directory. */
function filePath(pathOrUrl: string): string {
  if (pathOrUrl === ':memory:') return pathOrUrl;
  if (pathOrUrl.startsWith('file://')) return fileURLToPath(pathOrUrl);
  return resolve(pathOrUrl.replace(/^file:/, ''));
}

function openConnection(path: string, busyTimeoutMs: number): Libsql.Database {
  const connection = new Libsql(path, { timeout: busyTimeoutMs });
  switchToWal(connection, busyTimeoutMs);
  connection.exec('PRAGMA synchronous = FULL');
  return connection;
}

/** Of several processes that open a new file at once one does it; SQLite doesn't let the others wait, so they ask again. */
function switchToWal(connection: Libsql.Database, patienceMs: number): void {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      connection.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'SQLITE_BUSY' || Date.now() > deadline) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BUSY_PAUSE_MS);
    }
  }
}

function guard<Result>(path: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    throw isEngineError(error) ? error : sqliteFailure(path, error);
  }
}
