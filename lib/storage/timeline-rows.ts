import { and, between, eq, gt, sql } from 'drizzle-orm';
import type { CheckpointSource, TimelineQuery, TimelineRow } from '@/engine';
import { isInternalChannel } from '@/engine';
import type { Database } from './database';
import type { Tables } from './dialect';
import type { Selected } from './query';
import { list, select } from './query';
import { unpackStepRecord } from './step-record';
import { idText, idTextOrNull, storedId } from './stored-id';
import { FAILED, isKept, WAITING } from './thread-table';

/** A page of the timeline in two statements: rows with their records, and the tasks that wait or failed at them. */
export async function readTimelineRows(
  database: Database,
  threadId: string,
  { namespace = '', after, branchId, limit }: TimelineQuery,
): Promise<TimelineRow[]> {
  const { checkpoints } = database.sql.tables;
  const where = and(
    eq(checkpoints.threadId, threadId),
    eq(checkpoints.namespace, namespace),
    after === undefined ? undefined : gt(checkpoints.checkpointId, storedId(after)),
    branchId === undefined ? undefined : eq(checkpoints.branchId, branchId),
  );
  const rows = await select(
    database,
    timelineFields(checkpoints),
    sql`FROM ${checkpoints} WHERE ${where} ORDER BY ${checkpoints.checkpointId} LIMIT ${limit}`,
  );
  const unfinished = await readUnfinishedTasks(database, threadId, namespace, rows);
  return rows.map((row) => ({ ...timelineRow(row), ...unfinished(row) }));
}

function timelineFields(checkpoints: Tables['checkpoints']) {
  const { checkpointId, parentId, branchId, step, source, runId, createdAt, next, record } = checkpoints;
  return { checkpointId, parentId, branchId, step, source, runId, createdAt, next, record };
}

type Row = Selected<ReturnType<typeof timelineFields>>;
type UnfinishedTasks = Pick<TimelineRow, 'interruptedTasks' | 'failedTasks'>;

/** Of each checkpoint, the tasks without regular writes that failed, or that wait for an answer. */
async function readUnfinishedTasks(database: Database, threadId: string, namespace: string, rows: Row[]) {
  const [first, last] = [rows[0], rows.at(-1)];
  const byCheckpoint = new Map<string, UnfinishedTasks>();
  if (first !== undefined && last !== undefined) {
    const { checkpointWrites: writes } = database.sql.tables;
    const { checkpointId, taskId, position } = writes;
    const has = (...positions: number[]) =>
      sql<number>`MAX(CASE WHEN ${position} IN (${sql.raw(positions.join(', '))}) THEN 1 ELSE 0 END)`;
    const found = await select(
      database,
      { checkpointId, taskId, hasFailed: has(FAILED) },
      sql`FROM ${writes} WHERE ${and(eq(writes.threadId, threadId), eq(writes.namespace, namespace))}
          AND ${between(checkpointId, first.checkpointId, last.checkpointId)} AND ${isKept(writes.writes)}
        GROUP BY ${list([checkpointId, taskId])} HAVING MAX(${position}) < 0 AND ${has(FAILED, WAITING)} = 1
        ORDER BY ${list([checkpointId, taskId])}`,
    );
    for (const row of found) {
      const id = idText(row.checkpointId);
      const lists = byCheckpoint.get(id) ?? { interruptedTasks: [], failedTasks: [] };
      byCheckpoint.set(id, lists);
      const tasks = Number(row.hasFailed) === 1 ? lists.failedTasks : lists.interruptedTasks;
      tasks.push(idText(row.taskId));
    }
  }
  return (row: Row): UnfinishedTasks =>
    byCheckpoint.get(idText(row.checkpointId)) ?? { interruptedTasks: [], failedTasks: [] };
}

function timelineRow(row: Row): Omit<TimelineRow, keyof UnfinishedTasks> {
  const { tasks, change, changedCount } = unpackStepRecord(row.record);
  const changed = change.channels.slice(0, changedCount).filter(([name]) => !isInternalChannel(name));
  return {
    checkpointId: idText(row.checkpointId),
    parentId: idTextOrNull(row.parentId),
    branchId: row.branchId,
    step: row.step,
    source: row.source as CheckpointSource,
    runId: idTextOrNull(row.runId),
    createdAt: row.createdAt,
    next: JSON.parse(row.next) as string[],
    tasks,
    changed: changed.map(([channel, { sizeBytes }]) => ({ channel, bytes: sizeBytes })),
  };
}
