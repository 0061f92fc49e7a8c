import { rowBytes } from './database';
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
    database.run(
      'UPDATE branches SET updated_at = max($4, updated_at + 1), writer = $5 WHERE thread_id = $1 AND namespace = $2 AND tip_id = $3',
      [place.threadId, place.namespace, place.checkpointId, now, database.writer],
    );
  });
}

/** Times of a row only grow, so that who watches sees each change. */
function moveTip(database: SqliteDatabase, rows: StepRows): void {
  const moved = database.run(
    `UPDATE branches SET tip_id = $4, updated_at = max($5, updated_at + 1), writer = $6
     WHERE thread_id = $1 AND namespace = $2 AND branch_id = $3 AND tip_id = $7`,
    [rows.threadId, rows.namespace, rows.place.branchId, rows.checkpointId, Date.now(), database.writer, rows.parentId],
  );
  if (moved === 0) throw new NotSaved('conflict');
}

function startBranch(database: SqliteDatabase, rows: StepRows): void {
  const { threadId, namespace, place, parentId } = rows;
  if (place.kind !== 'start') return;
  const now = Date.now();
  const isParentMissing =
    place.origin !== 'put' &&
    parentId !== null &&
    database.first('SELECT 1 FROM checkpoints WHERE thread_id = $1 AND namespace = $2 AND checkpoint_id = $3', [
      threadId,
      namespace,
      parentId,
    ]) === undefined;
  if (isParentMissing) throw new NotSaved('no-parent');
  database.run(
    `INSERT INTO threads (thread_id, graph_id, metadata, config, created_at, updated_at, writer)
     VALUES ($1, $2, '{}', '{}', $3, $3, $4)
     ON CONFLICT (thread_id) DO UPDATE SET graph_id = coalesce(threads.graph_id, excluded.graph_id)`,
    [threadId, rows.graphName, now, database.writer],
  );
  const started = database.run(
    `INSERT INTO branches (thread_id, namespace, branch_id, position, name, fork_checkpoint_id, tip_id, is_head, origin, hidden,
       created_at, updated_at, writer)
     SELECT $1, $2, $3, count(*) + 1, CASE count(*) WHEN 0 THEN 'main' ELSE 'branch ' || (count(*) + 1) END, $4, $5, $6, $7,
       FALSE, $8, $9, $10
     FROM branches WHERE thread_id = $1 AND namespace = $2
     ON CONFLICT DO NOTHING`,
    [
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
    ],
  );
  if (started === 0) throw new NotSaved('conflict');
}

/** Makes the step's branch the head; `if-latest`: unless the head's tip has a greater id. */
function moveHead(database: SqliteDatabase, { threadId, namespace, place, checkpointId }: StepRows): void {
  database.run(
    `UPDATE branches SET is_head = FALSE
     WHERE thread_id = $1 AND namespace = $2 AND branch_id <> $3 AND is_head AND ($5 = 'take' OR tip_id < $4)`,
    [threadId, namespace, place.branchId, checkpointId, place.head],
  );
  database.run(
    `UPDATE branches SET is_head = TRUE
     WHERE thread_id = $1 AND namespace = $2 AND branch_id = $3
       AND NOT EXISTS (SELECT 1 FROM branches WHERE thread_id = $1 AND namespace = $2 AND is_head)`,
    [threadId, namespace, place.branchId],
  );
}

function insertCheckpoint(database: SqliteDatabase, rows: StepRows): void {
  const { threadId, namespace, createdAt } = rows;
  const added = database.run(
    `INSERT INTO checkpoints (thread_id, namespace, checkpoint_id, parent_id, branch_id, base_id, source, step, run_id,
       created_at, next, metadata, record)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING`,
    [
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
      rows.next,
      rows.metadata,
      rows.record,
    ],
  );
  if (added === 0) throw new NotSaved('conflict');
  for (const { channel, chainId, version, value } of rows.values) {
    database.run(
      `INSERT INTO channel_values (thread_id, namespace, channel, chain_id, sequence, version, kind, value, created_at)
       VALUES ($1, $2, $3, $4, 0, $5, 0, $6, $7) ON CONFLICT DO NOTHING`,
      [threadId, namespace, channel, chainId, version, value, createdAt],
    );
  }
}

function insertTaskWrites(
  database: SqliteDatabase,
  { threadId, namespace, checkpointId }: WritesPlace,
  { taskId, regular, reserved }: TaskWriteRows,
  now: number,
): void {
  const insert = ({ position, packed }: WriteRow, onConflict: string): number =>
    database.run(
      `INSERT INTO checkpoint_writes (thread_id, namespace, checkpoint_id, task_id, position, writes, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT ${onConflict}`,
      [threadId, namespace, checkpointId, taskId, position, packed, now],
    );
  if (regular !== null) {
    const there = database.all(
      `SELECT writes FROM checkpoint_writes
       WHERE thread_id = $1 AND namespace = $2 AND checkpoint_id = $3 AND task_id = $4 AND position >= 0`,
      [threadId, namespace, checkpointId, taskId],
    );
    const left = remainingWrites(
      regular,
      there.map((row) => rowBytes(row, 'writes')),
    );
    if (left !== null) insert(left, 'DO NOTHING');
  }
  for (const row of reserved) {
    insert(
      row,
      '(thread_id, namespace, checkpoint_id, task_id, position) DO UPDATE SET writes = excluded.writes, created_at = excluded.created_at',
    );
  }
}
