import type { PostgresOptions } from './postgres-database';
import { PostgresDatabase } from './postgres-database';
import { insertPostgresStep, insertPostgresWrites } from './postgres-step';
import type { WritesPlace } from './sql-saver';
import { SqlSaver } from './sql-saver';
import type { StepOutcome, StepRows, TaskWriteRows } from './step-rows';

/** Keeps threads in PostgreSQL. */
export class PostgresSaver extends SqlSaver {
  readonly database: PostgresDatabase;

  constructor(database: PostgresDatabase) {
    super(database);
    this.database = database;
  }

  /** Connects, and creates or migrates the tables, at the first use. */
  static fromConnString(url: string, options?: PostgresOptions): PostgresSaver {
    return new PostgresSaver(new PostgresDatabase(url, options));
  }

  /** The first use does it by itself; whoever calls it learns at once whether the database can be used. */
  async setup(): Promise<void> {
    await this.database.ready();
  }

  async end(): Promise<void> {
    await this.database.close();
  }

  /** The same under the name that SqliteSaver has. */
  async close(): Promise<void> {
    await this.end();
  }

  protected override insertStep(rows: StepRows): Promise<StepOutcome> {
    return insertPostgresStep(this.database, rows);
  }

  protected override insertWrites(place: WritesPlace, writes: TaskWriteRows): Promise<void> {
    return insertPostgresWrites(this.database, place, writes);
  }
}
