import type { SQL } from 'drizzle-orm';
import { and, eq, gt, sql } from 'drizzle-orm';
import type { CheckpointSource, TimelineQuery, TimelineRow } from '@/engine';
import { filterConditions } from './checkpoint-conditions';
import type { Database } from './database';
import type { Dialect } from './dialect';
import type { Selected } from './query';
import { execute } from './query';
import { readStepOutline } from './step-outline';
import { idTextOfHex, storedId } from './stored-id';
import { readUnfinishedTasks } from './unfinished-tasks';

/** A page of the timeline in two statements: rows with their records, and the tasks that wait or failed at them. */
export async function readTimelineRows(
  database: Database,
  threadId: string,
  query: TimelineQuery,
): Promise<TimelineRow[]> {
  const { many } = database.sql;
  const fields = timelineFields(database.sql);
  const rows = many.read(fields, await execute(database, timelineQuery(database.sql, threadId, query)));
  const page = rows.map((row) => readStep(row));
  const unfinished = await readUnfinishedTasks(database, { threadId, namespace: query.namespace ?? '' }, page);
  return page.map(({ loneTaskId: _, ...step }) => Object.assign(step, unfinished(step.checkpointId)));
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
    timelineFields(dialect),
    sql`FROM ${checkpoints} WHERE ${where} ORDER BY ${checkpoints.checkpointId} LIMIT ${limit}`,
  );
}

function timelineFields({ tables: { checkpoints }, hex }: Dialect) {
  const { checkpointId, parentId, branchId, step, source, runId, createdAt, next, record } = checkpoints;
  return {
    id: hex(checkpointId),
    parent: hex(parentId),
    branchId,
    step,
    source,
    run: hex(runId),
    createdAt,
    next,
    record: hex(record),
  };
}

function readStep(row: Selected<ReturnType<typeof timelineFields>>) {
  const { tasks, changed, loneTaskId } = readStepOutline(row.record);
  return {
    checkpointId: idTextOfHex(row.id),
    parentId: row.parent && idTextOfHex(row.parent),
    branchId: row.branchId,
    step: row.step,
    source: row.source as CheckpointSource,
    runId: row.run && idTextOfHex(row.run),
    createdAt: row.createdAt,
    next: JSON.parse(row.next) as string[],
    tasks,
    changed,
    loneTaskId,
  };
}
