import { MOVE_TIP, TOUCH_TIP } from './hot/sqlite';
import type { SqliteDatabase } from './sqlite-database';
import { insertSteps, insertWrites } from './sqlite-rows';
import { startBranch } from './sqlite-step';
import type { Strand, StrandOutcome } from './step-group';

/** A checkpoint's id is taken already: only its own strand may fail by it. */
class TakenId extends Error {}

/** Saves the strands in one transaction, from begin to commit without a pause, and says of each whether it was. */
export function writeSqliteGroup(database: SqliteDatabase, strands: readonly Strand[]): StrandOutcome[] {
  try {
    return database.transaction(() => insertStrands(database, strands));
  } catch (error) {
    if (!(error instanceof TakenId)) throw error;
    return strands.length === 1 ? ['conflict'] : strands.flatMap((strand) => writeSqliteGroup(database, [strand]));
  }
}

function insertStrands(database: SqliteDatabase, strands: readonly Strand[]): StrandOutcome[] {
  const now = Date.now();
  const isOpen = strands.map((strand) => moveTip(database, strand, now));
  const open = strands.filter((_, index) => isOpen[index]);
  const isNew = insertSteps(
    database,
    open.flatMap(({ steps }) => steps),
  );
  if (!isNew) throw new TakenId();
  insertWrites(
    database,
    open.flatMap(({ writes }) => writes),
    now,
  );
  return isOpen.map((saved) => (saved ? 'saved' : 'conflict'));
}

/**
 * S1: from nothing, or from the first step's parent to the last step at once, since what is between is added in the same transaction.
 * Writes without steps change no tip, but who watches has to see them.
 */
function moveTip(database: SqliteDatabase, { steps, writes }: Strand, now: number): boolean {
  const [first, last] = [steps[0], steps.at(-1)];
  if (first?.place.kind === 'start' && last) return startBranch(database, first, first.place, last.checkpointId);
  if (first && last) {
    const { threadId, namespace, place, parentId } = first;
    const key = [threadId, namespace, place.branchId];
    return database.run(MOVE_TIP, [...key, last.checkpointId, now, database.writer, parentId]) > 0;
  }
  const [written] = writes;
  if (written) {
    const { threadId, namespace, checkpointId } = written.place;
    database.run(TOUCH_TIP, [threadId, namespace, checkpointId, now, database.writer]);
  }
  return true;
}
