import type { Row, SqlValue } from './database';
import { rowBytes, rowNumber } from './database';
import {
  ADD_REGULAR,
  ADD_STEP,
  ADD_WRITES,
  EXTEND,
  FIND_CHECKPOINT,
  LEAVE_HEAD,
  READ_REGULAR,
  REGISTER_THREAD,
  START_BRANCH,
  TAKE_HEAD,
} from './hot-postgres';
import type { WriteRow } from './packed-writes';
import { remainingWrites } from './packed-writes';
import type { PostgresDatabase } from './postgres-database';
import { brokenIndex, run } from './postgres-database';
import type { WritesPlace } from './sql-saver';
import type { BranchPlace, StepOutcome, StepRows, TaskWriteRows } from './step-rows';

const MAX_START_ATTEMPTS = 5;
const NO_ROWS: TaskWriteRows = { taskId: new Uint8Array(16), regular: null, reserved: [] };

/**
 * Saves a step. Extending a branch, by far the most frequent, is one statement and so one round trip: its parts do
 * nothing unless the tip moved.
 */
export async function insertPostgresStep(database: PostgresDatabase, rows: StepRows): Promise<StepOutcome> {
  const { place } = rows;
  try {
    if (place.kind === 'start') return await startBranch(database, rows, place);
    if (place.head === 'keep') return outcomeOf(await database.query(EXTEND, extendValues(database, rows)));
    return await database.transaction(async (transaction) => {
      const moved = await run(transaction, EXTEND, extendValues(database, rows));
      if (outcomeOf(moved) === 'saved') await moveHead(transaction, rows);
      return outcomeOf(moved);
    });
  } catch (error) {
    if (brokenIndex(error) === 'checkpoints_key') return 'conflict';
    throw error;
  }
}

/** A task's writes on their own: one statement, unless some of the task's regular writes are there already. */
export async function insertPostgresWrites(
  database: PostgresDatabase,
  place: WritesPlace,
  writes: TaskWriteRows,
): Promise<void> {
  const { threadId, namespace, checkpointId } = place;
  const now = Date.now();
  const [row] = await database.query(ADD_WRITES, [
    threadId,
    namespace,
    checkpointId,
    now,
    ...writeValues(writes),
    database.writer,
  ]);
  if (writes.regular === null || (row !== undefined && rowNumber(row, 'added') > 0)) return;
  await addRemaining(database, place, writes.taskId, writes.regular);
}

async function addRemaining(
  database: PostgresDatabase,
  { threadId, namespace, checkpointId }: WritesPlace,
  taskId: Uint8Array,
  regular: WriteRow,
): Promise<void> {
  const key = [threadId, namespace, checkpointId, taskId];
  await database.transaction(async (transaction) => {
    const there = await run(transaction, READ_REGULAR, key);
    const left = remainingWrites(
      regular,
      there.map((row) => rowBytes(row, 'writes')),
    );
    if (left === null) return;
    await run(transaction, ADD_REGULAR, [...key, left.position, left.packed, Date.now()]);
  });
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
  await run(transaction, ADD_STEP, stepValues(rows));
  return 'saved';
}

async function moveHead(
  transaction: Transaction,
  { threadId, namespace, place, checkpointId }: StepRows,
): Promise<void> {
  await run(transaction, LEAVE_HEAD, [threadId, namespace, place.branchId, checkpointId, place.head]);
  await run(transaction, TAKE_HEAD, [threadId, namespace, place.branchId]);
}

function outcomeOf(rows: Row[]): StepOutcome {
  return rows[0] !== undefined && rowNumber(rows[0], 'moved') > 0 ? 'saved' : 'conflict';
}

function extendValues(database: PostgresDatabase, rows: StepRows): SqlValue[] {
  return [...stepValues(rows), Date.now(), database.writer];
}

function stepValues(rows: StepRows): SqlValue[] {
  const { values } = rows;
  return [
    rows.threadId,
    rows.namespace,
    rows.checkpointId,
    rows.parentId,
    rows.place.branchId,
    rows.baseId,
    rows.source,
    rows.step,
    rows.runId,
    rows.createdAt,
    rows.nodes,
    rows.next,
    rows.metadata,
    rows.record,
    textArray(values.map(({ channel }) => channel)),
    textArray(values.map(({ chainId }) => chainId)),
    numberArray(values.map(({ sequence }) => sequence)),
    textArray(values.map(({ version }) => version)),
    numberArray(values.map(({ kind }) => kind)),
    bytesArray(values.map(({ value }) => value)),
    ...writeValues(rows.writes ?? NO_ROWS),
  ];
}

/** Five parameters, the same number whatever is written, so that one prepared statement serves all. */
function writeValues({ taskId, regular, reserved }: TaskWriteRows): SqlValue[] {
  return [
    taskId,
    regular?.position ?? null,
    regular?.packed ?? null,
    numberArray(reserved.map(({ position }) => position)),
    bytesArray(reserved.map(({ packed }) => packed)),
  ];
}

/** An array literal. postgres.js would have to ask the server for its array types first. */
function textArray(texts: string[]): string {
  return `{${texts.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}

function numberArray(numbers: number[]): string {
  return `{${numbers.join(',')}}`;
}

function bytesArray(list: Uint8Array[]): string {
  const hex = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
  return `{${list.map((bytes) => `"\\\\x${hex(bytes)}"`).join(',')}}`;
}
