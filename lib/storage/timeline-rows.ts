import type { SQL } from 'drizzle-orm';
import { and, eq, gt, sql } from 'drizzle-orm';
import type { CheckpointSource, TimelineQuery, TimelineRow } from '@/engine';
import { isInternalChannel } from '@/engine';
import { filterConditions } from './checkpoint-conditions';
import type { Database } from './database';
import type { Dialect, Tables } from './dialect';
import type { Selected } from './query';
import { execute } from './query';
import { unpackStepRecord } from './step-record';
import { idText, idTextOrNull, storedId } from './stored-id';
import type { UnfinishedTasks } from './unfinished-tasks';
import { readUnfinishedTasks } from './unfinished-tasks';

/** A page of the timeline in two statements: rows with their records, and the tasks that wait or failed at them. */
export async function readTimelineRows(
  database: Database,
  threadId: string,
  query: TimelineQuery,
): Promise<TimelineRow[]> {
  const { many, tables } = database.sql;
  const fields = timelineFields(tables.checkpoints);
  const rows = many.read(fields, await execute(database, timelineQuery(database.sql, threadId, query)));
  const records = rows.map((row) => ({ row, record: unpackStepRecord(row.record) }));
  const unfinished = await readUnfinishedTasks(database, { threadId, namespace: query.namespace ?? '' }, records);
  return records.map((read) => ({ ...timelineRow(read), ...unfinished(read.row) }));
}

export function timelineQuery(
  dialect: Dialect,
  threadId: string,
  { namespace = '', after, branchId, filter = {}, limit }: TimelineQuery,
): SQL {
  const { checkpoints } = dialect.tables;
  const where = and(
    eq(checkpoints.threadId, threadId),
    eq(checkpoints.namespace, namespace),
    after === undefined ? undefined : gt(checkpoints.checkpointId, storedId(after)),
    branchId === undefined ? undefined : eq(checkpoints.branchId, branchId),
    ...filterConditions(dialect, { threadId, namespace }, filter),
  );
  return dialect.many.query(
    timelineFields(checkpoints),
    sql`FROM ${checkpoints} WHERE ${where} ORDER BY ${checkpoints.checkpointId} LIMIT ${limit}`,
  );
}

function timelineFields(checkpoints: Tables['checkpoints']) {
  const { checkpointId, parentId, branchId, step, source, runId, createdAt, next, record } = checkpoints;
  return { checkpointId, parentId, branchId, step, source, runId, createdAt, next, record };
}

type Row = Selected<ReturnType<typeof timelineFields>>;

interface ReadRow {
  row: Row;
  record: ReturnType<typeof unpackStepRecord>;
}

function timelineRow({ row, record }: ReadRow): Omit<TimelineRow, keyof UnfinishedTasks> {
  const changed = record.change.channels.slice(0, record.changedCount).filter(([name]) => !isInternalChannel(name));
  return {
    checkpointId: idText(row.checkpointId),
    parentId: idTextOrNull(row.parentId),
    branchId: row.branchId,
    step: row.step,
    source: row.source as CheckpointSource,
    runId: idTextOrNull(row.runId),
    createdAt: row.createdAt,
    next: JSON.parse(row.next) as string[],
    tasks: record.tasks,
    changed: changed.map(([channel, { sizeBytes }]) => ({ channel, bytes: sizeBytes })),
  };
}
