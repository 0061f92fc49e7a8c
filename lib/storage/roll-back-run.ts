import { and, eq, inArray, sql } from 'drizzle-orm';
import type { RollbackPlan, RunRollback, RunStart, RunToTakeBack, StartWrite } from '@/engine';
import { planRollback, ThreadConflictError } from '@/engine';
import type { Database, Row, Statement } from './database';
import { rowBytes } from './database';
import { changesOf } from './prune-changes';
import type { StoredRow, StoredThread } from './prune-read';
import { readStoredThread } from './prune-read';
import { pruneStatements } from './prune-statements';
import type { PruneContext } from './prune-thread';
import { lockThread, tellRemoved } from './prune-thread';
import { list, newRow, select, selection } from './query';
import { hexOf, idText, storedId } from './stored-id';
import { LIVE } from './thread-table';

// Others may work on the thread meanwhile, on branches of their own: what they add is not known here, and none of it goes.

interface StoredStartWrite extends StartWrite {
  stored: { writes: Uint8Array; createdAt: number };
}

const MAX_ATTEMPTS = 5;

/** The contract's `readStart`: also what subgraphs of other branches did since, which is sorted out when it is put back. */
export async function readStart(database: Database, threadId: string, tipId: string): Promise<RunStart> {
  const { checkpointWrites } = database.sql.tables;
  const { namespace, checkpointId, taskId, position, writes, createdAt } = checkpointWrites;
  const id = storedId(tipId) as Buffer;
  const rows = await select(
    database,
    { namespace, checkpointId, taskId, position, writes, createdAt },
    sql`FROM ${checkpointWrites} WHERE ${eq(checkpointWrites.threadId, threadId)}
      AND ((${namespace} = '' AND ${checkpointId} = ${id}) OR (${namespace} <> '' AND ${checkpointId} > ${id}))`,
  );
  return {
    tipId,
    writes: rows.map(
      (row): StoredStartWrite => ({
        namespace: row.namespace,
        checkpointId: idText(row.checkpointId),
        taskId: idText(row.taskId),
        index: row.position,
        stored: { writes: row.writes, createdAt: row.createdAt },
      }),
    ),
  };
}

/** The contract's `rollBackRun`. @throws EngineError */
export async function rollBackRun(
  context: PruneContext,
  threadId: string,
  { run, dryRun }: { run: RunToTakeBack; dryRun: boolean },
): Promise<RunRollback> {
  const { database } = context;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const thread = await readStoredThread(database, threadId);
    const plan = planRollback(threadId, thread.rows, thread.branches, run);
    // What a lone task of the run wrote at the checkpoint where it began goes as well.
    const changes = await changesOf(thread, plan, { ...context, valuesOf: plan.removed, readWrites: async () => [] });
    const rollback = { ...changes.counts, headBranchId: plan.headBranchId };
    if (dryRun) return rollback;
    const statements = [
      ...pruneStatements(database, threadId, plan, changes),
      ...restoringWrites(database, threadId, plan, run.start),
    ].map(database.sql.compile);
    if (await changeUnlessTaken(context, { thread, plan }, statements)) return rollback;
  }
  throw new ThreadConflictError(
    `Thread "${threadId}" is being written to, so that its run "${run.runId}" can't be rolled back. Stop its other runs, then try again.`,
  );
}

function restoringWrites(
  database: Database,
  threadId: string,
  { restored }: RollbackPlan<StoredRow>,
  start: RunStart | null,
) {
  const { keyTable, tables } = database.sql;
  const { checkpointWrites } = tables;
  const places = restored.map(({ namespace, checkpointId }) => ({ namespace, checkpointId }));
  const keys = keyTable(
    sql`${JSON.stringify(places.map(({ namespace, checkpointId }) => ({ namespace, checkpoint: hexOf(storedId(checkpointId)) })))}`,
    { namespace: 'text', checkpoint: 'bytes' },
  );
  const isRestored = new Set(places.map(({ namespace, checkpointId }) => `${namespace}\n${checkpointId}`));
  const writes = (start?.writes ?? []).filter((write) => isRestored.has(`${write.namespace}\n${write.checkpointId}`));
  return [
    sql`DELETE FROM ${checkpointWrites} WHERE ${eq(checkpointWrites.threadId, threadId)}
      AND (${list([checkpointWrites.namespace, checkpointWrites.checkpointId])}) IN (SELECT namespace, checkpoint FROM ${keys})`,
    ...(writes as StoredStartWrite[]).map(({ namespace, checkpointId, taskId, index, stored }) => {
      const { into, values } = newRow(database, checkpointWrites, {
        ...{ threadId, namespace, position: index, ...stored },
        ...{ checkpointId: storedId(checkpointId), taskId: storedId(taskId) },
      });
      return sql`INSERT INTO ${into} VALUES (${values})`;
    }),
  ];
}

/** False when a branch that it is about is not as it was read any more, when a new one began, or when a run holds one. */
async function changeUnlessTaken(
  context: PruneContext,
  { thread, plan }: { thread: StoredThread; plan: RollbackPlan<StoredRow> },
  statements: Statement[],
): Promise<boolean> {
  const { sql: dialect } = context.database;
  const { branches, runs } = dialect.tables;
  const ofThread = eq(branches.threadId, thread.threadId);
  const lock = lockThread(dialect, thread.threadId);
  const columns = { namespace: branches.namespace, branchId: branches.branchId, tipId: branches.tipId };
  const found = sql`SELECT ${selection({ ...columns, isHead: sql`CASE WHEN ${branches.isHead} THEN 1 ELSE 0 END` })}
    FROM ${branches} WHERE ${ofThread} ${dialect.lockRows}`;
  const claims = sql`SELECT ${selection({ claim: runs.claim })} FROM ${runs}
    WHERE ${and(eq(runs.threadId, thread.threadId), inArray(runs.status, LIVE), sql`${runs.claim} IS NOT NULL`)}`;
  const touched = touchedBranches(thread, plan);
  const known = new Set(thread.branches.map(({ namespace, branchId }) => `${namespace}\n${branchId}`));
  const isAsRead = (rows: Row[]) => {
    const now = new Set(
      rows.map((row) => [keyOf(row), idText(rowBytes(row, 'tipId')), Number(row.isHead) === 1].join(' ')),
    );
    const isSame = touched.every((branch) => now.has([keyOf(branch), branch.tipId, branch.isHead].join(' ')));
    return isSame && rows.every((row) => row.namespace !== '' || known.has(keyOf(row)));
  };
  const isHeld = ({ claim }: Row) => claim === '' || touched.some(({ branchId }) => branchId === claim);
  const isDone = await context.database.decide(
    [lock, found, claims].map(dialect.compile),
    ([, rows = [], held = []]) => (isAsRead(rows) && !held.some(isHeld) ? statements : null),
  );
  if (isDone) tellRemoved(context, thread.threadId);
  return isDone;
}

/** As they were read. */
function touchedBranches({ branches }: StoredThread, plan: RollbackPlan<StoredRow>) {
  const changed = [...plan.removedBranches, ...plan.changedBranches, ...plan.restored];
  const keys = new Set(changed.map(keyOf));
  return branches.filter((branch) => keys.has(keyOf(branch)));
}

function keyOf({ namespace, branchId }: { namespace?: unknown; branchId?: unknown }): string {
  return `${namespace}\n${branchId}`;
}
