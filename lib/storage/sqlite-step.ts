import { rowBytes } from './database';
import {
  ADD_CHECKPOINT,
  ADD_REGULAR,
  ADD_VALUE,
  FIND_CHECKPOINT,
  LEAVE_HEAD,
  MOVE_TIP,
  READ_REGULAR,
  REGISTER_THREAD,
  REPLACE_RESERVED,
  START_BRANCH,
  TAKE_HEAD,
  TOUCH_TIP,
} from './hot-sqlite';
import type { WriteRow } from './packed-writes';
import { remainingWrites } from './packed-writes';
import type { WritesPlace } from './sql-saver';
import type { SqliteDatabase } from './sqlite-database';
import type { StepOutcome, StepRows, TaskWriteRows } from './step-rows';

class NotSaved extends Error {
  constructor(readonly outcome: StepOutcome) {
    super(outcome);
  }
}

/** Saves a step in one transaction, from begin to commit without a pause. */
export function insertSqliteStep(database: SqliteDatabase, rows: StepRows): StepOutcome {
  try {
    return database.transaction(() => {
      if (rows.place.kind === 'extend') moveTip(database, rows);
      else startBranch(database, rows);
      if (rows.place.head === 'take' || rows.place.head === 'if-latest') moveHead(database, rows);
      insertCheckpoint(database, rows);
      if (rows.writes && rows.parentId) {
        insertTaskWrites(database, { ...rows, checkpointId: rows.parentId }, rows.writes, rows.createdAt);
      }
      return 'saved';
    });
  } catch (error) {
    if (error instanceof NotSaved) return error.outcome;
    throw error;
  }
}

/** A task's writes on their own, while its step still runs. */
export function insertSqliteWrites(database: SqliteDatabase, place: WritesPlace, writes: TaskWriteRows): void {
  const now = Date.now();
  database.transaction(() => {
    insertTaskWrites(database, place, writes, now);
    database.run(TOUCH_TIP, [place.threadId, place.namespace, place.checkpointId, now, database.writer]);
  });
}

function moveTip(database: SqliteDatabase, rows: StepRows): void {
  const moved = database.run(MOVE_TIP, [
    rows.threadId,
    rows.namespace,
    rows.place.branchId,
    rows.checkpointId,
    Date.now(),
    database.writer,
    rows.parentId,
  ]);
  if (moved === 0) throw new NotSaved('conflict');
}

function startBranch(database: SqliteDatabase, rows: StepRows): void {
  const { threadId, namespace, place, parentId } = rows;
  if (place.kind !== 'start') return;
  const now = Date.now();
  const isParentMissing =
    place.origin !== 'put' &&
    parentId !== null &&
    database.first(FIND_CHECKPOINT, [threadId, namespace, parentId]) === undefined;
  if (isParentMissing) throw new NotSaved('no-parent');
  database.run(REGISTER_THREAD, [threadId, rows.graphName, now, database.writer]);
  const started = database.run(START_BRANCH, [
    threadId,
    namespace,
    place.branchId,
    parentId,
    rows.checkpointId,
    place.head === 'first' ? 1 : 0,
    place.origin,
    rows.createdAt,
    now,
    database.writer,
  ]);
  if (started === 0) throw new NotSaved('conflict');
}

/** Makes the step's branch the head; `if-latest`: unless the head's tip has a greater id. */
function moveHead(database: SqliteDatabase, { threadId, namespace, place, checkpointId }: StepRows): void {
  database.run(LEAVE_HEAD, [threadId, namespace, place.branchId, checkpointId, place.head]);
  database.run(TAKE_HEAD, [threadId, namespace, place.branchId]);
}

function insertCheckpoint(database: SqliteDatabase, rows: StepRows): void {
  const { threadId, namespace, createdAt } = rows;
  const added = database.run(ADD_CHECKPOINT, [
    threadId,
    namespace,
    rows.checkpointId,
    rows.parentId,
    rows.place.branchId,
    rows.baseId,
    rows.source,
    rows.step,
    rows.runId,
    createdAt,
    rows.nodes,
    rows.next,
    rows.metadata,
    rows.record,
  ]);
  if (added === 0) throw new NotSaved('conflict');
  for (const { channel, chainId, sequence, version, kind, value } of rows.values) {
    database.run(ADD_VALUE, [threadId, namespace, channel, chainId, sequence, version, kind, value, createdAt]);
  }
}

function insertTaskWrites(
  database: SqliteDatabase,
  { threadId, namespace, checkpointId }: WritesPlace,
  { taskId, regular, reserved }: TaskWriteRows,
  now: number,
): void {
  const insert = (text: string, { position, packed }: WriteRow): number =>
    database.run(text, [threadId, namespace, checkpointId, taskId, position, packed, now]);
  if (regular !== null) {
    const there = database.all(READ_REGULAR, [threadId, namespace, checkpointId, taskId]);
    const left = remainingWrites(
      regular,
      there.map((row) => rowBytes(row, 'writes')),
    );
    if (left !== null) insert(ADD_REGULAR, left);
  }
  for (const row of reserved) insert(REPLACE_RESERVED, row);
}
