import type { Row, SqlValue } from './database';
import { rowBytes, rowNumber } from './database';
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
    const there = await run(
      transaction,
      `SELECT writes FROM checkpoint_writes
       WHERE thread_id = $1 AND namespace = $2 AND checkpoint_id = $3 AND task_id = $4 AND position >= 0 FOR UPDATE`,
      key,
    );
    const left = remainingWrites(
      regular,
      there.map((row) => rowBytes(row, 'writes')),
    );
    if (left === null) return;
    await run(
      transaction,
      `INSERT INTO checkpoint_writes (thread_id, namespace, checkpoint_id, task_id, position, writes, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
      [...key, left.position, left.packed, Date.now()],
    );
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
  await run(
    transaction,
    `UPDATE branches SET is_head = FALSE
     WHERE thread_id = $1 AND namespace = $2 AND branch_id <> $3 AND is_head AND ($5::text = 'take' OR tip_id < $4)`,
    [threadId, namespace, place.branchId, checkpointId, place.head],
  );
  await run(
    transaction,
    `UPDATE branches SET is_head = TRUE WHERE thread_id = $1 AND namespace = $2 AND branch_id = $3
       AND NOT EXISTS (SELECT 1 FROM branches WHERE thread_id = $1 AND namespace = $2 AND is_head)`,
    [threadId, namespace, place.branchId],
  );
}

function outcomeOf(rows: Row[]): StepOutcome {
  return rows[0] !== undefined && rowNumber(rows[0], 'moved') > 0 ? 'saved' : 'conflict';
}

const REGISTER_THREAD = `
  INSERT INTO threads (thread_id, graph_id, metadata, config, created_at, updated_at, writer)
  VALUES ($1, $2, '{}', '{}', $3, $3, $4)
  ON CONFLICT (thread_id) DO UPDATE SET graph_id = coalesce(threads.graph_id, excluded.graph_id)`;

const FIND_CHECKPOINT = 'SELECT 1 FROM checkpoints WHERE thread_id = $1 AND namespace = $2 AND checkpoint_id = $3';

const START_BRANCH = `
  INSERT INTO branches (thread_id, namespace, branch_id, position, name, fork_checkpoint_id, tip_id, is_head, origin, hidden,
    created_at, updated_at, writer)
  SELECT $1::text, $2::text, $3::text, count(*) + 1,
    CASE count(*) WHEN 0 THEN 'main' ELSE 'branch ' || (count(*) + 1) END,
    $4::bytea, $5::bytea, $6::integer = 1, $7::text, FALSE, $8::bigint, $9::bigint, $10::text
  FROM branches WHERE thread_id = $1 AND namespace = $2
  HAVING $11::integer = 0 OR EXISTS (
    SELECT 1 FROM checkpoints WHERE thread_id = $1 AND namespace = $2 AND checkpoint_id = $4::bytea)
  ON CONFLICT DO NOTHING RETURNING branch_id`;

/** Parameters 1 to 22 of both statements below; see `stepValues`. */
const STEP_PARTS = (condition: string) => `
  added_checkpoint AS (
    INSERT INTO checkpoints (thread_id, namespace, checkpoint_id, parent_id, branch_id, base_id, source, step, run_id,
      created_at, next, metadata, record)
    SELECT $1::text, $2::text, $3::bytea, $4::bytea, $5::text, $6::bytea, $7::text, $8::integer, $9::bytea, $10::bigint,
      $11::text, $12::text::jsonb, $13::bytea
    ${condition}),
  added_values AS (
    INSERT INTO channel_values (thread_id, namespace, channel, chain_id, sequence, version, kind, value, created_at)
    SELECT $1, $2, given.channel, given.chain_id, 0, given.version, 0, given.value, $10
    FROM unnest($14::text::text[], $15::text::text[], $16::text::text[], $17::text::bytea[])
      AS given(channel, chain_id, version, value)
    ${condition} ON CONFLICT DO NOTHING),
  added_regular AS (
    INSERT INTO checkpoint_writes (thread_id, namespace, checkpoint_id, task_id, position, writes, created_at)
    SELECT $1, $2, $4, $18::bytea, $19::integer, $20::bytea, $10
    ${condition === '' ? 'WHERE' : `${condition} AND`} $19 IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM checkpoint_writes
      WHERE thread_id = $1 AND namespace = $2 AND checkpoint_id = $4 AND task_id = $18 AND position >= 0)
    ON CONFLICT DO NOTHING),
  added_reserved AS (
    INSERT INTO checkpoint_writes (thread_id, namespace, checkpoint_id, task_id, position, writes, created_at)
    SELECT $1, $2, $4, $18, given.position, given.writes, $10
    FROM unnest($21::text::integer[], $22::text::bytea[]) AS given(position, writes)
    ${condition}
    ON CONFLICT (thread_id, namespace, checkpoint_id, task_id, position)
    DO UPDATE SET writes = excluded.writes, created_at = excluded.created_at)`;

const EXTEND = `
  WITH moved AS (
    UPDATE branches SET tip_id = $3, updated_at = $23, writer = $24
    WHERE thread_id = $1 AND namespace = $2 AND branch_id = $5 AND tip_id = $4 RETURNING 1),
  ${STEP_PARTS('WHERE EXISTS (SELECT 1 FROM moved)')}
  SELECT count(*) AS moved FROM moved`;

const ADD_STEP = `WITH ${STEP_PARTS('')} SELECT 1`;

const ADD_WRITES = `
  WITH added_regular AS (
    INSERT INTO checkpoint_writes (thread_id, namespace, checkpoint_id, task_id, position, writes, created_at)
    SELECT $1::text, $2::text, $3::bytea, $5::bytea, $6::integer, $7::bytea, $4::bigint
    WHERE $6 IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM checkpoint_writes
      WHERE thread_id = $1 AND namespace = $2 AND checkpoint_id = $3 AND task_id = $5 AND position >= 0)
    ON CONFLICT DO NOTHING RETURNING 1),
  added_reserved AS (
    INSERT INTO checkpoint_writes (thread_id, namespace, checkpoint_id, task_id, position, writes, created_at)
    SELECT $1, $2, $3, $5, given.position, given.writes, $4
    FROM unnest($8::text::integer[], $9::text::bytea[]) AS given(position, writes)
    ON CONFLICT (thread_id, namespace, checkpoint_id, task_id, position)
    DO UPDATE SET writes = excluded.writes, created_at = excluded.created_at),
  touched AS (
    UPDATE branches SET updated_at = $4, writer = $10 WHERE thread_id = $1 AND namespace = $2 AND tip_id = $3)
  SELECT count(*) AS added FROM added_regular`;

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
    rows.next,
    rows.metadata,
    rows.record,
    textArray(values.map(({ channel }) => channel)),
    textArray(values.map(({ chainId }) => chainId)),
    textArray(values.map(({ version }) => version)),
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
    `{${reserved.map(({ position }) => position).join(',')}}`,
    bytesArray(reserved.map(({ packed }) => packed)),
  ];
}

/** An array literal. postgres.js would have to ask the server for its array types first. */
function textArray(texts: string[]): string {
  return `{${texts.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}

function bytesArray(list: Uint8Array[]): string {
  const hex = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
  return `{${list.map((bytes) => `"\\\\x${hex(bytes)}"`).join(',')}}`;
}
