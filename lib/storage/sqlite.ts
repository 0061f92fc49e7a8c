import type { Serializer } from '@/engine';
import type { SaverOptions } from './sql-saver';
import { SqlSaver } from './sql-saver';
import type { SqliteOptions } from './sqlite-database';
import { SqliteDatabase } from './sqlite-database';
import { writeSqliteGroup } from './sqlite-group';
import { insertSqliteStep } from './sqlite-step';
import type { Strand, StrandOutcome } from './step-group';
import type { StepOutcome, StepRows } from './step-rows';

/** Keeps threads in a SQLite file, durably at every step; several processes may use one file. */
export class SqliteSaver extends SqlSaver {
  readonly database: SqliteDatabase;

  constructor(database: SqliteDatabase, serializer?: Serializer) {
    super(database, serializer);
    this.database = database;
  }

  /** Opens the file, creating and migrating it where needed. `:memory:` keeps it in this process. */
  static fromConnString(path: string, { serializer, ...options }: SaverOptions & SqliteOptions = {}): SqliteSaver {
    return new SqliteSaver(new SqliteDatabase(path, options), serializer);
  }

  /** What waits to be saved is saved first. */
  close(): void {
    this.settle();
    this.database.close();
  }

  /** The same under the name that PostgresSaver has. */
  async end(): Promise<void> {
    this.close();
  }

  protected override insertStep(rows: StepRows): StepOutcome {
    return insertSqliteStep(this.database, rows);
  }

  protected override writeGroup(strands: readonly Strand[]): StrandOutcome[] {
    return writeSqliteGroup(this.database, strands);
  }
}
