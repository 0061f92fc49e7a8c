import { sql } from 'drizzle-orm';
import { rowBytes } from './database';
import { ManyRows } from './hot/many-sqlite';
import { ADD_REGULAR, READ_REGULAR, REPLACE_RESERVED } from './hot/sqlite';
import { remainingWrites } from './packed-writes';
import { checkpointColumns, regularColumns, reservedColumns, valueColumns } from './row-columns';
import type { SqliteDatabase } from './sqlite-database';
import { sqliteDialect } from './sqlite-dialect';
import type { PlacedWrites } from './step-group';
import { loneWrites } from './step-group';
import type { StepRows } from './step-rows';

const { channelValues, checkpoints, checkpointWrites } = sqliteDialect.tables;
const { threadId, namespace, checkpointId, taskId, position } = checkpointWrites;
/** Steps of one run. */
const OF_RUN = ['threadId', 'namespace', 'branchId', 'source', 'runId'] as const;
const CHECKPOINTS = new ManyRows(checkpoints, {
  alike: [[...OF_RUN, 'baseId', 'nodes', 'next', 'metadata'], [...OF_RUN]],
});
const VALUES = new ManyRows(channelValues);
/** Of tasks that have none yet. */
const REGULAR = new ManyRows(checkpointWrites, {
  condition: sql`NOT EXISTS (SELECT 1 FROM ${checkpointWrites} WHERE ${threadId} = column1 AND ${namespace} = column2
    AND ${checkpointId} = column3 AND ${taskId} = column4 AND ${position} >= 0)`,
});

/** Adds steps with their values and lone writes; false when the id of one is taken, and the transaction must be undone. */
export function insertSteps(database: SqliteDatabase, steps: readonly StepRows[]): boolean {
  if (CHECKPOINTS.add(database, steps.map(checkpointColumns)) < steps.length) return false;
  VALUES.add(database, steps.flatMap(valueColumns));
  insertWrites(
    database,
    steps.flatMap((rows) => loneWrites(rows) ?? []),
    Date.now(),
  );
  return true;
}

/** Adds tasks' writes by the contract's rule: the first regular write at an index stays, a reserved one is replaced. */
export function insertWrites(database: SqliteDatabase, writes: readonly PlacedWrites[], now: number): void {
  const regular = writes.flatMap((placed) => regularColumns(placed, now));
  if (REGULAR.add(database, regular) < regular.length) {
    for (const placed of writes) addRemaining(database, placed, now);
  }
  for (const placed of writes) {
    for (const { threadId, namespace, checkpointId, taskId, position, writes, createdAt } of reservedColumns(
      placed,
      now,
    )) {
      database.run(REPLACE_RESERVED, [threadId, namespace, checkpointId, taskId, position, writes, createdAt]);
    }
  }
}

/** Those that no row which is there has the index of; none when the row is there as it is. */
function addRemaining(
  database: SqliteDatabase,
  { place: { threadId, namespace, checkpointId }, writes: { taskId, regular } }: PlacedWrites,
  now: number,
): void {
  if (regular === null) return;
  const key = [threadId, namespace, checkpointId, taskId];
  const there = database.all(READ_REGULAR, key).map((row) => rowBytes(row, 'writes'));
  const left = remainingWrites(regular, there);
  if (left !== null) database.run(ADD_REGULAR, [...key, left.position, left.packed, now]);
}
