import type { Serializer } from '@/engine';
import type { PostgresOptions } from './postgres-database';
import { PostgresDatabase } from './postgres-database';
import { writePostgresGroup } from './postgres-group';
import { insertPostgresStep } from './postgres-step';
import type { SaverOptions } from './sql-saver';
import { SqlSaver } from './sql-saver';
import type { Strand, StrandOutcome } from './step-group';
import type { StepOutcome, StepRows } from './step-rows';

/** Keeps threads in PostgreSQL. */
export class PostgresSaver extends SqlSaver {
  readonly database: PostgresDatabase;

  constructor(database: PostgresDatabase, serializer?: Serializer) {
    super(database, serializer);
    this.database = database;
  }

  /** Connects, and creates or migrates the tables, at the first use. */
  static fromConnString(url: string, { serializer, ...options }: SaverOptions & PostgresOptions = {}): PostgresSaver {
    return new PostgresSaver(new PostgresDatabase(url, options), serializer);
  }

  /** The first use does it by itself; whoever calls it learns at once whether the database can be used. */
  async setup(): Promise<void> {
    await this.database.ready();
  }

  /** What waits to be saved is saved first. */
  async end(): Promise<void> {
    await this.settle();
    await this.database.close();
  }

  /** The same under the name that SqliteSaver has. */
  async close(): Promise<void> {
    await this.end();
  }

  protected override insertStep(rows: StepRows): Promise<StepOutcome> {
    return insertPostgresStep(this.database, rows);
  }

  protected override writeGroup(strands: readonly Strand[]): Promise<StrandOutcome[]> {
    return writePostgresGroup(this.database, strands);
  }
}
