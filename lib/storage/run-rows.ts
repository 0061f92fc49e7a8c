import type { SQL } from 'drizzle-orm';
import { aliasedTable, and, eq, inArray, notInArray, sql } from 'drizzle-orm';
import type { Database } from './database';
import type { Dialect } from './dialect';
import { jsonText, parseJsonText } from './json-text';
import type { Selected } from './query';
import { assign, list, newRow, selection } from './query';
import type { RunRecord, RunStore } from './store';
import { idText, storedId } from './stored-id';
import { LIVE } from './thread-table';

// A live run's `claim` is the branch that it holds, or '' for the head of a thread while it has no branch of its own.
// A unique index keeps claims apart; the thread's row is locked first, so that '' and the head's name exclude each other too.

export function runFields({ tables: { runs }, jsonText: textOf }: Dialect) {
  return {
    threadId: runs.threadId,
    runId: runs.runId,
    graphId: runs.graphId,
    branchId: runs.branchId,
    status: runs.status,
    reason: runs.reason,
    error: runs.error,
    metadata: textOf(runs.metadata),
    kwargs: runs.kwargs,
    multitaskStrategy: runs.multitaskStrategy,
    owner: runs.owner,
    heartbeatAt: runs.heartbeatAt,
    createdAt: runs.createdAt,
    updatedAt: runs.updatedAt,
  };
}

export function readRun(row: Selected<ReturnType<typeof runFields>>): RunRecord {
  return {
    ...row,
    runId: idText(row.runId),
    status: row.status as RunRecord['status'],
    error: row.error === null ? null : (JSON.parse(row.error) as RunRecord['error']),
    metadata: parseJsonText(row.metadata) as Record<string, unknown>,
    kwargs: JSON.parse(row.kwargs) as Record<string, unknown>,
  };
}

/** PostgreSQL gives each later statement of the transaction a look at what was committed while it waited here. */
export function lockThread({ sql: { tables }, writer }: Database, threadId: string): SQL {
  const { threads } = tables;
  const sets = [assign(threads.updatedAt, Date.now()), assign(threads.writer, writer)];
  return sql`UPDATE ${threads} SET ${list(sets)} WHERE ${eq(threads.threadId, threadId)}`;
}

export function insertRun(database: Database, run: RunRecord, claim: string | null): SQL {
  const { runs } = database.sql.tables;
  const { into, values } = newRow(database, runs, {
    ...run,
    claim,
    runId: storedId(run.runId),
    error: run.error && JSON.stringify(run.error),
    metadata: jsonText(run.metadata),
    kwargs: JSON.stringify(run.kwargs),
    writer: database.writer,
  });
  return sql`INSERT INTO ${into} SELECT ${values} WHERE NOT EXISTS (${holderOf(database.sql, run, claim)})
    ON CONFLICT DO NOTHING RETURNING 1 AS inserted`;
}

export function claimRegisteredRun(database: Database, run: RunRecord, claim: string | null): SQL {
  const { runs } = database.sql.tables;
  const sets = [
    assign(runs.claim, claim),
    assign(runs.branchId, run.branchId),
    assign(runs.updatedAt, Date.now()),
    assign(runs.writer, database.writer),
  ];
  const isRun = and(
    eq(runs.threadId, run.threadId),
    eq(runs.runId, storedId(run.runId) as Buffer),
    inArray(runs.status, LIVE),
  );
  return sql`UPDATE ${runs} SET ${list(sets)} WHERE ${isRun} AND NOT EXISTS (${holderOf(database.sql, run, claim)})
    RETURNING 1 AS claimed`;
}

/** The run that stands in the way of another's claim. */
export function holderOf({ tables, value }: Dialect, run: RunRecord, claim: string | null): SQL {
  const { branches, runs } = tables;
  const holder = aliasedTable(runs, 'holder');
  const wanted = value(claim, runs.claim);
  const isHead = (branch: SQL) => sql`EXISTS (SELECT 1 FROM ${branches}
    WHERE ${and(eq(branches.threadId, run.threadId), eq(branches.namespace, ''))} AND ${branches.isHead}
      AND ${branches.branchId} = ${branch})`;
  return sql`SELECT ${selection({ runId: holder.runId })} FROM ${runs} ${holder}
    WHERE ${holder.threadId} = ${run.threadId} AND ${holder.runId} <> ${value(storedId(run.runId), runs.runId)}
      AND ${holder.claim} IS NOT NULL AND (${holder.claim} = ${wanted}
        OR (${wanted} = '' AND ${isHead(sql`${holder.claim}`)}) OR (${holder.claim} = '' AND ${isHead(wanted)}))
    LIMIT 1`;
}

export function updateRun(
  { sql: dialect, writer }: Database,
  threadId: string,
  runId: Uint8Array,
  { status, reason, error, metadata, branchId, heartbeatAt }: Parameters<RunStore['update']>[2],
): SQL {
  const { runs } = dialect.tables;
  const sets = [assign(runs.updatedAt, Date.now()), assign(runs.writer, writer)];
  if (status !== undefined) sets.push(assign(runs.status, status));
  if (reason !== undefined) sets.push(assign(runs.reason, reason));
  if (error !== undefined) sets.push(assign(runs.error, error && JSON.stringify(error)));
  if (metadata !== undefined) sets.push(assign(runs.metadata, dialect.value(jsonText(metadata), runs.metadata)));
  if (branchId !== undefined) sets.push(assign(runs.branchId, branchId));
  if (heartbeatAt !== undefined) sets.push(assign(runs.heartbeatAt, heartbeatAt));
  // An ended run holds nothing; one that found its branch holds that, unless another got there first.
  if (status !== undefined && !LIVE.includes(status)) sets.push(assign(runs.claim, null));
  else if (branchId) sets.push(assign(runs.claim, claimUnlessTaken(dialect, threadId, runId, branchId)));
  return sql`UPDATE ${runs} SET ${list(sets)} WHERE ${runs.threadId} = ${threadId} AND ${runs.runId} = ${runId}`;
}

function claimUnlessTaken({ tables, value }: Dialect, threadId: string, runId: Uint8Array, branchId: string): SQL {
  const { runs } = tables;
  const other = aliasedTable(runs, 'other');
  const branch = value(branchId, runs.claim);
  return sql`CASE WHEN ${notInArray(runs.status, LIVE)} OR EXISTS (SELECT 1 FROM ${runs} ${other}
      WHERE ${other.threadId} = ${threadId} AND ${other.runId} <> ${runId} AND ${other.claim} = ${branch})
    THEN ${runs.claim} ELSE ${branch} END`;
}
