import type { Row } from './database';
import { FIND_CHECKPOINT, LEAVE_HEAD, REGISTER_THREAD, START_BRANCH, TAKE_HEAD } from './hot-postgres';
import type { PostgresDatabase } from './postgres-database';
import { brokenIndex, run } from './postgres-database';
import { addStep } from './postgres-group';
import type { BranchPlace, StepOutcome, StepRows } from './step-rows';

const MAX_START_ATTEMPTS = 5;

/** Saves a step that starts a branch, or may move the head, in a transaction of its own. */
export async function insertPostgresStep(database: PostgresDatabase, rows: StepRows): Promise<StepOutcome> {
  const { place } = rows;
  try {
    if (place.kind === 'start') return await startBranch(database, rows, place);
    return await database.transaction(async (transaction) => {
      const { writer } = database;
      if (!(await addStep(transaction, { rows, tip: rows.parentId, writer }))) return 'conflict';
      if (place.head === 'if-latest') await moveHead(transaction, rows);
      return 'saved';
    });
  } catch (error) {
    if (brokenIndex(error) === 'checkpoints_key') return 'conflict';
    throw error;
  }
}

async function startBranch(
  database: PostgresDatabase,
  rows: StepRows,
  place: Extract<BranchPlace, { kind: 'start' }>,
): Promise<StepOutcome> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await database.transaction((transaction) => startInside(transaction, database.writer, rows, place));
    } catch (error) {
      // Two branches took the head at once: the loser looks again.
      const isRace = brokenIndex(error) === 'branches_head';
      if (!isRace || attempt === MAX_START_ATTEMPTS) throw error;
    }
  }
}

type Transaction = Parameters<typeof run>[0];

async function startInside(
  transaction: Transaction,
  writer: string,
  rows: StepRows,
  place: Extract<BranchPlace, { kind: 'start' }>,
): Promise<StepOutcome> {
  const { threadId, namespace, parentId, checkpointId } = rows;
  const now = Date.now();
  const mustHaveParent = parentId !== null && place.origin !== 'put';
  const [, parents, started] = await Promise.all([
    // Also locks the thread's row, so that what follows sees every branch that was started before.
    run(transaction, REGISTER_THREAD, [threadId, rows.graphName, now, writer]),
    mustHaveParent
      ? run(transaction, FIND_CHECKPOINT, [threadId, namespace, parentId])
      : Promise.resolve([{}] as Row[]),
    run(transaction, START_BRANCH, [
      threadId,
      namespace,
      place.branchId,
      parentId,
      checkpointId,
      place.head === 'first' ? 1 : 0,
      place.origin,
      rows.createdAt,
      now,
      writer,
      mustHaveParent ? 1 : 0,
    ]),
  ]);
  if (parents.length === 0) return 'no-parent';
  if (started.length === 0) return 'conflict';
  if (place.head !== 'first') await moveHead(transaction, rows);
  await addStep(transaction, { rows, tip: checkpointId, writer });
  return 'saved';
}

async function moveHead(
  transaction: Transaction,
  { threadId, namespace, place, checkpointId }: StepRows,
): Promise<void> {
  await run(transaction, LEAVE_HEAD, [threadId, namespace, place.branchId, checkpointId, place.head]);
  await run(transaction, TAKE_HEAD, [threadId, namespace, place.branchId]);
}
