import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { CheckpointMetadata, PruneBranch, PruneRow } from '@/engine';
import { keepsState } from '@/engine';
import type { Database } from './database';
import { execute, list, select } from './query';
import { outlineOf } from './step-outline';
import type { StepRecord } from './step-record';
import { unpackStepRecord } from './step-record';
import { idText, idTextOrNull } from './stored-id';
import { readMetadata } from './stored-metadata';
import { REFERENCE } from './stored-value';
import { LIVE } from './thread-table';
import { reservedTasks, unfinishedTasks } from './unfinished-tasks';
import type { ValueReference } from './value-reference';
import { unpackReference } from './value-reference';

/** A checkpoint as it is stored. */
export interface StoredRow extends PruneRow {
  metadata: CheckpointMetadata;
  recordBytes: number;
  record: StepRecord;
}

export interface StoredValueKey {
  namespace: string;
  channel: string;
  chainId: string;
  sequence: number;
  bytes: number;
  /** Of one that is not stored itself: where it is. */
  refersTo: ValueReference | null;
}

export interface StoredWritesKey {
  namespace: string;
  checkpointId: string;
  bytes: number;
}

/** All that is stored of a thread, but for its values and writes themselves. */
export interface StoredThread {
  threadId: string;
  /** Ascending by checkpoint id. */
  rows: StoredRow[];
  branches: PruneBranch[];
  /** Ids of branches at whose tip a task waits for an answer. */
  waiting: ReadonlySet<string>;
  values: StoredValueKey[];
  writes: StoredWritesKey[];
}

export async function readStoredThread(database: Database, threadId: string): Promise<StoredThread> {
  const { checkpoints, branches, channelValues, checkpointWrites } = database.sql.tables;
  const { namespace, checkpointId, parentId, branchId, createdAt, source, step, runId, record } = checkpoints;
  const [stored, branchRows, values, writes] = await Promise.all([
    select(
      database,
      {
        ...{ namespace, checkpointId, parentId, branchId, createdAt, source, step, runId, record },
        metadata: database.sql.jsonText(checkpoints.metadata),
      },
      sql`FROM ${checkpoints} WHERE ${eq(checkpoints.threadId, threadId)} ORDER BY ${asc(checkpointId)}`,
    ),
    select(
      database,
      {
        namespace: branches.namespace,
        branchId: branches.branchId,
        forkCheckpointId: branches.forkCheckpointId,
        tipId: branches.tipId,
        isHead: branches.isHead,
      },
      sql`FROM ${branches} WHERE ${eq(branches.threadId, threadId)}
        ORDER BY ${list([branches.namespace, branches.position])}`,
    ),
    select(
      database,
      {
        namespace: channelValues.namespace,
        channel: channelValues.channel,
        chainId: channelValues.chainId,
        sequence: channelValues.sequence,
        bytes: sql<number>`length(${channelValues.value})`,
        reference: sql<string | null>`CASE WHEN ${channelValues.kind} = ${sql.raw(String(REFERENCE))}
          THEN ${database.sql.hex(channelValues.value)} END`,
      },
      sql`FROM ${channelValues} WHERE ${eq(channelValues.threadId, threadId)}`,
    ),
    select(
      database,
      {
        namespace: checkpointWrites.namespace,
        checkpointId: checkpointWrites.checkpointId,
        bytes: sql<number>`length(${checkpointWrites.writes})`,
      },
      sql`FROM ${checkpointWrites} WHERE ${eq(checkpointWrites.threadId, threadId)}`,
    ),
  ]);
  const rows = stored.map((row): StoredRow => {
    const metadata = readMetadata({ ...row, runId: idTextOrNull(row.runId) });
    return {
      namespace: row.namespace,
      checkpointId: idText(row.checkpointId),
      parentId: idTextOrNull(row.parentId),
      branchId: row.branchId,
      createdAt: row.createdAt,
      parents: metadata.parents ?? {},
      keepsState: keepsState(row.namespace, metadata),
      hostBranch: metadata.host_branch,
      metadata,
      recordBytes: row.record.length,
      record: unpackStepRecord(row.record),
    };
  });
  const tips = new Set(branchRows.map(({ tipId }) => idText(tipId)));
  const tipRows = rows.filter((row) => row.namespace === '' && tips.has(row.checkpointId));
  const loneTaskIds = tipRows.map(({ record }) => outlineOf(record).loneTaskId);
  const place = { threadId, namespace: '' };
  const [found] = await execute(database, sql`SELECT ${reservedTasks(database.sql, place, sql`TRUE`)} AS reserved`);
  const reserved = (found?.reserved ?? null) as string | null;
  const unfinished = await unfinishedTasks(database, place, reserved, { steps: tipRows, loneTaskIds });
  const waiting = tipRows.filter(({ checkpointId }) => unfinished.get(checkpointId)?.interruptedTasks.length);
  return {
    threadId,
    rows,
    branches: branchRows.map((row) => ({
      ...row,
      forkCheckpointId: idTextOrNull(row.forkCheckpointId),
      tipId: idText(row.tipId),
    })),
    waiting: new Set(waiting.map(({ branchId }) => branchId)),
    values: values.map(({ reference, bytes, ...key }) => ({
      ...key,
      bytes: Number(bytes),
      refersTo: reference === null ? null : unpackReference(Buffer.from(reference, 'hex')),
    })),
    writes: writes.map((row) => ({ ...row, checkpointId: idText(row.checkpointId), bytes: Number(row.bytes) })),
  };
}

/** Threads that may be pruned: those asked for, else all; without those on which a run is live. Ascending by id. */
export async function prunableThreads(database: Database, threadIds: readonly string[] | undefined): Promise<string[]> {
  const { keyTable, tables } = database.sql;
  const { runs, threads } = tables;
  const keys = keyTable(sql`${JSON.stringify((threadIds ?? []).map((id) => ({ id })))}`, { id: 'text' });
  const isAsked = threadIds === undefined ? undefined : sql`${threads.threadId} IN (SELECT id FROM ${keys})`;
  const isLive = sql`EXISTS (SELECT 1 FROM ${runs}
    WHERE ${and(eq(runs.threadId, threads.threadId), inArray(runs.status, LIVE))})`;
  const found = await select(
    database,
    { threadId: threads.threadId },
    sql`FROM ${threads} WHERE ${and(isAsked, sql`NOT ${isLive}`)}`,
  );
  return found.map(({ threadId }) => threadId).sort();
}
