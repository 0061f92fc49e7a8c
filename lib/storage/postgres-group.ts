import type { Row, SqlValue } from './database';
import { rowBytes, rowNumber, rowText } from './database';
import { ADD_REGULAR, READ_REGULAR } from './hot-postgres';
import { remainingWrites } from './packed-writes';
import type { PostgresDatabase } from './postgres-database';
import { brokenIndex, isFaultOfRow, run } from './postgres-database';
import { checkpointColumns, regularColumns, reservedColumns, valueColumns } from './row-columns';
import type { GroupRows } from './save-group';
import { groupValues, SAVE_GROUP } from './save-group';
import type { PlacedWrites, Strand, StrandOutcome } from './step-group';
import { loneWrites } from './step-group';
import type { StepRows } from './step-rows';

/** Of writes that no step includes yet. */
const NO_STRAND = -1;

/**
 * Saves the strands with one statement and says of each whether it was: its parts do nothing for a strand whose tip has
 * moved on. A row that the database refuses takes all of them down; then each strand is tried alone, to fail alone.
 */
export async function writePostgresGroup(
  database: PostgresDatabase,
  strands: readonly Strand[],
): Promise<StrandOutcome[]> {
  try {
    return await saveStrands(database, strands);
  } catch (error) {
    if (!isFaultOfRow(error)) throw error;
    if (strands.length === 1) return [brokenIndex(error) === 'checkpoints_key' ? 'conflict' : { error }];
  }
  const outcomes: StrandOutcome[] = [];
  for (const strand of strands) outcomes.push(...(await writePostgresGroup(database, [strand])));
  return outcomes;
}

async function saveStrands(database: PostgresDatabase, strands: readonly Strand[]): Promise<StrandOutcome[]> {
  const rows = groupRows(strands, Date.now());
  const { moved, added } = readAnswer(await database.query(SAVE_GROUP, groupValues(rows, Date.now(), database.writer)));
  const isSaved = strands.map(({ steps }, index) => steps.length === 0 || moved.has(index));
  const regular = strands
    .filter((_, index) => isSaved[index])
    .flatMap(writesOf)
    .filter(({ writes }) => writes.regular !== null);
  // Some tasks have regular writes already.
  if (added < regular.length) for (const placed of regular) await addRemaining(database, placed);
  return isSaved.map((saved) => (saved ? 'saved' : 'conflict'));
}

/** Adds a step to its branch, which must end at `tip`: in a transaction of the caller's. Answers whether it did. */
export async function addStep(
  transaction: Parameters<typeof run>[0],
  { rows, tip, writer }: { rows: StepRows; tip: Uint8Array | null; writer: string },
): Promise<boolean> {
  const now = Date.now();
  const strand = { threadId: rows.threadId, from: '', tip: '', steps: [rows], writes: [] };
  const group = { ...groupRows([strand], now), moves: [{ strand: 0, key: moveKey(rows, tip, rows.checkpointId) }] };
  return readAnswer(await run(transaction, SAVE_GROUP, groupValues(group, now, writer))).moved.has(0);
}

function readAnswer([answer]: Row[]): { moved: Set<number>; added: number } {
  if (answer === undefined) return { moved: new Set(), added: 0 };
  const moved = rowText(answer, 'moved').split(',').filter(Boolean).map(Number);
  return { moved: new Set(moved), added: rowNumber(answer, 'added') };
}

function groupRows(strands: readonly Strand[], now: number): GroupRows {
  const rows: GroupRows = { moves: [], written: [], steps: [], values: [], regular: [], reserved: [] };
  for (const [index, { steps, writes }] of strands.entries()) {
    const [first, last] = [steps[0], steps.at(-1)];
    const strand = last ? index : NO_STRAND;
    const [alone] = writes;
    // S1: from the first step's parent to the last step at once, since what is between is added by the same statement.
    if (first && last) rows.moves.push({ strand, key: moveKey(first, first.parentId, last.checkpointId) });
    else if (alone) rows.written.push({ strand, key: writtenKey(alone) });
    for (const step of steps) {
      rows.steps.push({ strand, row: checkpointColumns(step) });
      for (const row of valueColumns(step)) rows.values.push({ strand, row });
    }
    for (const placed of writesOf({ steps, writes })) {
      for (const row of regularColumns(placed, now)) rows.regular.push({ strand, row });
      for (const row of reservedColumns(placed, now)) rows.reserved.push({ strand, row });
    }
  }
  return rows;
}

function moveKey({ threadId, namespace, place }: StepRows, from: SqlValue, to: SqlValue): SqlValue[] {
  return [threadId, namespace, place.branchId, from, to];
}

function writtenKey({ place: { threadId, namespace, checkpointId } }: PlacedWrites): SqlValue[] {
  return [threadId, namespace, checkpointId];
}

function writesOf({ steps, writes }: Pick<Strand, 'steps' | 'writes'>): PlacedWrites[] {
  return [...steps.flatMap((step) => loneWrites(step) ?? []), ...writes];
}

/** Those that no row which is there has the index of; none when the row is there as it is. */
async function addRemaining(
  database: PostgresDatabase,
  { place: { threadId, namespace, checkpointId }, writes: { taskId, regular } }: PlacedWrites,
): Promise<void> {
  if (regular === null) return;
  const key = [threadId, namespace, checkpointId, taskId];
  await database.transaction(async (transaction) => {
    const there = await run(transaction, READ_REGULAR, key);
    const left = remainingWrites(
      regular,
      there.map((row) => rowBytes(row, 'writes')),
    );
    if (left !== null) await run(transaction, ADD_REGULAR, [...key, left.position, left.packed, Date.now()]);
  });
}
