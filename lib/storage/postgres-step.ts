import { LEAVE_HEAD, LOCK_THREAD, TAKE_HEAD } from './hot/postgres';
import type { PostgresDatabase } from './postgres-database';
import { brokenIndex, run } from './postgres-database';
import { addStep } from './postgres-group';
import { startStatement } from './postgres-start';
import type { BranchPlace, StepOutcome, StepRows } from './step-rows';

const MAX_START_ATTEMPTS = 5;

/** Saves a step that starts a branch, or may move the head, at once. */
export async function insertPostgresStep(database: PostgresDatabase, rows: StepRows): Promise<StepOutcome> {
  const { place } = rows;
  try {
    return place.kind === 'start' ? await startBranch(database, rows, place) : await extendAndLead(database, rows);
  } catch (error) {
    if (brokenIndex(error) === 'checkpoints_key') return 'conflict';
    throw error;
  }
}

/**
 * Somebody who starts a branch or takes the head at the same time lets the statement do nothing, or fail. Then it is tried
 * again, in turn: behind a lock of the thread.
 */
async function startBranch(
  database: PostgresDatabase,
  rows: StepRows,
  place: Extract<BranchPlace, { kind: 'start' }>,
): Promise<StepOutcome> {
  const { text, values } = startStatement(rows, place, database.writer);
  for (let attempt = 1; ; attempt++) {
    try {
      const [answer] =
        attempt === 1
          ? await database.query(text, values)
          : await database.transaction(async (transaction) => {
              await run(transaction, LOCK_THREAD, [rows.threadId]);
              return run(transaction, text, values);
            });
      if (answer?.has_parent !== true) return 'no-parent';
      if (answer.started === true) return 'saved';
      if (answer.registered === true || attempt === MAX_START_ATTEMPTS) return 'conflict';
    } catch (error) {
      if (brokenIndex(error) !== 'branches_head' || attempt === MAX_START_ATTEMPTS) throw error;
    }
  }
}

/** As the contract's `put` does. */
function extendAndLead(database: PostgresDatabase, rows: StepRows): Promise<StepOutcome> {
  const { threadId, namespace, place, checkpointId } = rows;
  return database.transaction(async (transaction) => {
    if (!(await addStep(transaction, rows, database.writer))) return 'conflict';
    if (place.head !== 'if-latest') return 'saved';
    await run(transaction, LEAVE_HEAD, [threadId, namespace, place.branchId, checkpointId, place.head]);
    await run(transaction, TAKE_HEAD, [threadId, namespace, place.branchId]);
    return 'saved';
  });
}
