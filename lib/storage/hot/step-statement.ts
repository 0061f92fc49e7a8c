import type { SQL } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import type { SqlValue } from '../database';
import { postgresDialect } from '../postgres-dialect';
import { assign, list, names } from '../query';
import { checkpointColumns, regularColumns, reservedColumns, valueColumns } from '../row-columns';
import type { PlacedWrites } from '../step-group';
import type { StepRows } from '../step-rows';
import type { StrandRow } from './many-postgres';
import { given, ManyRows } from './many-postgres';

const { channelValues, checkpoints, checkpointWrites } = postgresDialect.tables;

/** Rows of steps, by their tables; each names its strand. */
export interface AddedRows {
  steps: StrandRow<typeof checkpoints>[];
  values: StrandRow<typeof channelValues>[];
  regular: StrandRow<typeof checkpointWrites>[];
  reserved: StrandRow<typeof checkpointWrites>[];
}

export function noRows(): AddedRows {
  return { steps: [], values: [], regular: [], reserved: [] };
}

export function addStepTo(rows: AddedRows, strand: number, step: StepRows): void {
  rows.steps.push({ strand, row: checkpointColumns(step) });
  for (const row of valueColumns(step)) rows.values.push({ strand, row });
}

export function addWritesTo(rows: AddedRows, strand: number, placed: PlacedWrites, now: number): void {
  for (const row of regularColumns(placed, now)) rows.regular.push({ strand, row });
  for (const row of reservedColumns(placed, now)) rows.reserved.push({ strand, row });
}

const { threadId, namespace, checkpointId, taskId, position, writes, createdAt } = checkpointWrites;
const hasRegular = sql`EXISTS (SELECT 1 FROM ${checkpointWrites}
  WHERE ${threadId} = given.thread_id AND ${namespace} = given.namespace AND ${checkpointId} = ${given(checkpointId)}
    AND ${taskId} = ${given(taskId)} AND ${position} >= 0)`;
/** Behind rows to insert: a reserved write takes the place of the one before. */
const replaceWrites = sql`ON CONFLICT (${names(threadId, namespace, checkpointId, taskId, position)})
  DO UPDATE SET ${list([writes, createdAt].map((column) => assign(column, sql`excluded.${names(column)}`)))}`;

/** The parts of a statement that add such rows, as far as there are any; its parameters from `first` on. */
export class StepRowsStatement {
  readonly parts: SQL[] = [];
  /** How many rows of regular writes were added. */
  readonly added: SQL;
  readonly #values: ((rows: AddedRows) => SqlValue[])[] = [];

  /** `conditions`: which rows are added, by the row and its strand in `given`. */
  constructor(first: number, kinds: ReadonlySet<string>, conditions: { steps: SQL; writes: SQL }) {
    let next = first;
    const many = <Kind extends keyof AddedRows>(kind: Kind, make: (first: number) => Rows<Kind>): Rows<Kind> => {
      const rows = make(next);
      next = rows.end;
      this.#values.push((given) => rows.values(given[kind]));
      return rows;
    };
    if (kinds.has('steps')) {
      const rows = many('steps', (at) => new ManyRows(checkpoints, at));
      this.parts.push(sql`added_steps AS (${rows.insert(conditions.steps)})`);
    }
    if (kinds.has('values')) {
      const rows = many('values', (at) => new ManyRows(channelValues, at));
      this.parts.push(sql`added_values AS (${rows.insert(conditions.steps)} ON CONFLICT DO NOTHING)`);
    }
    if (kinds.has('regular')) {
      const rows = many('regular', (at) => new ManyRows(checkpointWrites, at));
      const inserted = rows.insert(sql`${conditions.writes} AND NOT ${hasRegular}`);
      this.parts.push(sql`added_regular AS (${inserted} ON CONFLICT DO NOTHING RETURNING 1)`);
    }
    if (kinds.has('reserved')) {
      const rows = many('reserved', (at) => new ManyRows(checkpointWrites, at));
      this.parts.push(sql`added_reserved AS (${rows.insert(conditions.writes)} ${replaceWrites})`);
    }
    this.added = kinds.has('regular') ? sql`(SELECT count(*) FROM added_regular)` : sql`0`;
  }

  values(rows: AddedRows): SqlValue[] {
    return this.#values.flatMap((values) => values(rows));
  }
}

type Rows<Kind extends keyof AddedRows> = AddedRows[Kind] extends StrandRow<infer Of>[] ? ManyRows<Of> : never;
