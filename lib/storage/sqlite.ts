import type { WritesPlace } from './sql-saver';
import { SqlSaver } from './sql-saver';
import type { SqliteOptions } from './sqlite-database';
import { SqliteDatabase } from './sqlite-database';
import { insertSqliteStep, insertSqliteWrites } from './sqlite-step';
import type { StepOutcome, StepRows, TaskWriteRows } from './step-rows';

/** Keeps threads in a SQLite file, durably at every step; several processes may use one file. */
export class SqliteSaver extends SqlSaver {
  readonly database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    super(database);
    this.database = database;
  }

  /** Opens the file, creating and migrating it where needed. `:memory:` keeps it in this process. */
  static fromConnString(path: string, options?: SqliteOptions): SqliteSaver {
    return new SqliteSaver(new SqliteDatabase(path, options));
  }

  close(): void {
    this.database.close();
  }

  /** The same under the name that PostgresSaver has. */
  async end(): Promise<void> {
    this.close();
  }

  protected override insertStep(rows: StepRows): StepOutcome {
    return insertSqliteStep(this.database, rows);
  }

  protected override insertWrites(place: WritesPlace, writes: TaskWriteRows): void {
    insertSqliteWrites(this.database, place, writes);
  }
}
