import { loop, onFreshThreads } from '../graphs';
import type { Place } from './places';
import type { Store } from './stores';

/** A row as it stands, its thread's id first. */
export interface StoredRow {
  table: string;
  columns: string[];
  values: unknown[];
}

/** What one step wrote, or several that are committed together. */
export interface StoredStep {
  rows: StoredRow[];
  /** The branch's tip afterwards. */
  checkpointId: unknown;
}

/**
 * Runs a loop through our saver and reads back what it wrote, step for step. Each table's rows are dealt out evenly over the
 * checkpoints in the order in which the table gives them, so that no layout of the tables has to be known here.
 */
export async function storedSteps({ library, saver, place }: Store, steps: number): Promise<StoredStep[]> {
  await onFreshThreads(loop(library, steps, saver), { durability: 'sync' })();
  const tables = await Promise.all((await tableNames(place)).map((table) => rowsOf(place, table)));
  const checkpoints = tables.find((rows) => rows[0]?.table === 'checkpoints') ?? [];
  return checkpoints.map(({ columns, values }, index) => ({
    checkpointId: values[columns.indexOf('checkpoint_id')],
    rows: tables.flatMap((rows) => {
      const firstOf = (step: number) => Math.ceil((step * rows.length) / checkpoints.length);
      return rows.slice(firstOf(index), firstOf(index + 1));
    }),
  }));
}

export function inBatches(steps: StoredStep[], size: number): StoredStep[] {
  const batches: StoredStep[] = [];
  for (let first = 0; first < steps.length; first += size) {
    const batch = steps.slice(first, first + size);
    batches.push({ rows: batch.flatMap(({ rows }) => rows), checkpointId: batch.at(-1)?.checkpointId });
  }
  return batches;
}

/** The same row under another thread's id. */
export function valuesFor(threadId: string, { values }: StoredRow): unknown[] {
  return [threadId, ...values.slice(1)];
}

async function tableNames(place: Place): Promise<string[]> {
  const isSqlite = !place.url.startsWith('postgres');
  const tables = await place.query<{ name: string }>(
    isSqlite
      ? "SELECT name FROM sqlite_master WHERE type = 'table'"
      : 'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()',
  );
  return tables.map(({ name }) => name);
}

/** None of a table that has no thread in it. */
async function rowsOf(place: Place, table: string): Promise<StoredRow[]> {
  const rows = await place.query<Record<string, unknown>>(`SELECT * FROM ${table}`);
  const columns = Object.keys(rows[0] ?? {});
  if (columns[0] !== 'thread_id') return [];
  return rows.map((row) => ({ table, columns, values: Object.values(row) }));
}
