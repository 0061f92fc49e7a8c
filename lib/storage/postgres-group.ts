import type { Row, SqlValue } from './database';
import { rowBytes, rowNumber, rowText } from './database';
import { ADD_REGULAR, READ_REGULAR } from './hot/postgres';
import { isLone, loneStatement } from './hot/postgres-lone';
import type { GroupRows } from './hot/save-group';
import { groupStatement } from './hot/save-group';
import { addStepTo, addWritesTo, noRows } from './hot/step-statement';
import { remainingWrites } from './packed-writes';
import type { PostgresDatabase } from './postgres-database';
import { brokenIndex, isFaultOfRow, run } from './postgres-database';
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
  const now = Date.now();
  const { writer } = database;
  const [strand] = strands;
  const [step] = strand?.steps ?? [];
  if (strand && step && strands.length === 1 && isLone(strand)) {
    const { text, values } = loneStatement(step, now, writer);
    return [(await database.queryForGroup(text, values)).length === 1 ? 'saved' : 'conflict'];
  }
  const { text, values } = groupStatement(groupRows(strands, now), now, writer);
  const { moved, added } = readAnswer(await database.queryForGroup(text, values));
  const isSaved = strands.map(({ steps }, index) => steps.length === 0 || moved.has(index));
  const regular = strands
    .filter((_, index) => isSaved[index])
    .flatMap(writesOf)
    .filter(({ writes }) => writes.regular !== null);
  // Some tasks have regular writes already.
  if (added < regular.length) for (const placed of regular) await addRemaining(database, placed);
  return isSaved.map((saved) => (saved ? 'saved' : 'conflict'));
}

/** Extends a step's branch by it, in a transaction of the caller's. Answers whether the branch ended at its parent. */
export async function addStep(
  transaction: Parameters<typeof run>[0],
  step: StepRows,
  writer: string,
): Promise<boolean> {
  const now = Date.now();
  const strand = { threadId: step.threadId, from: '', tip: '', steps: [step], writes: [] };
  const { text, values } = groupStatement(groupRows([strand], now), now, writer);
  return readAnswer(await run(transaction, text, values)).moved.has(0);
}

function readAnswer([answer]: Row[]): { moved: Set<number>; added: number } {
  if (answer === undefined) return { moved: new Set(), added: 0 };
  const moved = rowText(answer, 'moved').split(',').filter(Boolean).map(Number);
  return { moved: new Set(moved), added: rowNumber(answer, 'added') };
}

function groupRows(strands: readonly Strand[], now: number): GroupRows {
  const rows: GroupRows = { threads: [], starts: [], moves: [], written: [], ...noRows() };
  const graphs = new Map<string, string | null>();
  for (const [index, { steps, writes }] of strands.entries()) {
    const [first, last] = [steps[0], steps.at(-1)];
    const strand = last ? index : NO_STRAND;
    const [alone] = writes;
    if (first?.place.kind === 'start' && last) {
      rows.starts.push({ strand, key: startKey(first, first.place.origin, last.checkpointId) });
      graphs.set(first.threadId, graphs.get(first.threadId) ?? first.graphName);
    }
    // S1: from the first step's parent to the last step at once, since what is between is added by the same statement.
    else if (first && last) rows.moves.push({ strand, key: moveKey(first, first.parentId, last.checkpointId) });
    else if (alone) rows.written.push({ strand, key: writtenKey(alone) });
    for (const step of steps) addStepTo(rows, strand, step);
    for (const placed of writesOf({ steps, writes })) addWritesTo(rows, strand, placed, now);
  }
  for (const [threadId, graphName] of graphs) rows.threads.push({ strand: NO_STRAND, key: [threadId, graphName] });
  return rows;
}

function startKey({ threadId, namespace, place, createdAt }: StepRows, origin: string, tip: SqlValue): SqlValue[] {
  return [threadId, namespace, place.branchId, tip, origin, createdAt];
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
