import { FIND_CHECKPOINT, LEAVE_HEAD, MOVE_TIP, REGISTER_THREAD, START_BRANCH, TAKE_HEAD } from './hot/sqlite';
import type { SqliteDatabase } from './sqlite-database';
import { insertSteps } from './sqlite-rows';
import type { BranchPlace, StepOutcome, StepRows } from './step-rows';

class NotSaved extends Error {
  constructor(readonly outcome: StepOutcome) {
    super(outcome);
  }
}

/** Saves a step that starts a branch, or may move the head, in a transaction of its own. */
export function insertSqliteStep(database: SqliteDatabase, rows: StepRows): StepOutcome {
  try {
    return database.transaction(() => {
      if (rows.place.kind === 'extend') moveTip(database, rows);
      else startOwnBranch(database, rows, rows.place);
      if (rows.place.head === 'take' || rows.place.head === 'if-latest') moveHead(database, rows);
      if (!insertSteps(database, [rows])) throw new NotSaved('conflict');
      return 'saved';
    });
  } catch (error) {
    if (error instanceof NotSaved) return error.outcome;
    throw error;
  }
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

function startOwnBranch(
  database: SqliteDatabase,
  rows: StepRows,
  place: Extract<BranchPlace, { kind: 'start' }>,
): void {
  const { threadId, namespace, parentId, checkpointId } = rows;
  const isParentMissing =
    place.origin !== 'put' &&
    parentId !== null &&
    database.first(FIND_CHECKPOINT, [threadId, namespace, parentId]) === undefined;
  if (isParentMissing) throw new NotSaved('no-parent');
  if (!startBranch(database, rows, place, checkpointId)) throw new NotSaved('conflict');
}

/** In a transaction of the caller's: from the step's parent to the tip. False when the namespace's first branch is not the first. */
export function startBranch(
  database: SqliteDatabase,
  { threadId, namespace, parentId, graphName, createdAt }: StepRows,
  place: Extract<BranchPlace, { kind: 'start' }>,
  tipId: Uint8Array,
): boolean {
  const now = Date.now();
  database.run(REGISTER_THREAD, [threadId, graphName, now, database.writer]);
  const started = database.run(START_BRANCH, [
    threadId,
    namespace,
    place.branchId,
    parentId,
    tipId,
    place.head === 'first' ? 1 : 0,
    place.origin,
    createdAt,
    now,
    database.writer,
  ]);
  return started > 0;
}

/** Makes the step's branch the head; `if-latest`: unless the head's tip has a greater id. */
function moveHead(database: SqliteDatabase, { threadId, namespace, place, checkpointId }: StepRows): void {
  database.run(LEAVE_HEAD, [threadId, namespace, place.branchId, checkpointId, place.head]);
  database.run(TAKE_HEAD, [threadId, namespace, place.branchId]);
}
