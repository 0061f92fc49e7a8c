import { and, between, eq, sql } from 'drizzle-orm';
import type { TimelineRow } from '@/engine';
import type { Database } from './database';
import { hotReads, readHot } from './hot-reads';
import { list, select } from './query';
import { outlineOf } from './step-outline';
import { unpackStepRecord } from './step-record';
import { hexOf, idText, storedId } from './stored-id';
import { FAILED, isKept, WAITING } from './thread-table';

export type UnfinishedTasks = Pick<TimelineRow, 'interruptedTasks' | 'failedTasks'>;

type Step = Pick<TimelineRow, 'checkpointId' | 'parentId' | 'branchId'>;

/** Steps, ascending by id, and of each the task whose writes on the parent its record holds. */
interface Page {
  steps: readonly Step[];
  loneTaskIds: readonly (string | null)[];
}

interface Place {
  threadId: string;
  namespace: string;
}

/** By checkpoint, where there are any: the tasks that failed or wait for an answer and have not been done since. */
export async function readUnfinishedTasks(
  database: Database,
  place: Place,
  page: Page,
): Promise<ReadonlyMap<string, UnfinishedTasks>> {
  const byCheckpoint = await readReserved(database, place, page.steps);
  if (byCheckpoint.size === 0) return byCheckpoint;
  const done = await doneAlone(database, place, page, byCheckpoint);
  for (const [id, { interruptedTasks, failedTasks }] of byCheckpoint) {
    const isOpen = (taskId: string) => done.get(id) !== taskId;
    byCheckpoint.set(id, {
      interruptedTasks: interruptedTasks.filter(isOpen),
      failedTasks: failedTasks.filter(isOpen),
    });
  }
  return byCheckpoint;
}

/** Tasks without regular writes that failed, or that wait for an answer. */
async function readReserved(
  database: Database,
  { threadId, namespace }: Place,
  steps: readonly Step[],
): Promise<Map<string, UnfinishedTasks>> {
  const byCheckpoint = new Map<string, UnfinishedTasks>();
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined) return byCheckpoint;
  const { checkpointWrites: writes } = database.sql.tables;
  const { checkpointId, taskId, position } = writes;
  const has = (...positions: number[]) =>
    sql<number>`MAX(CASE WHEN ${position} IN (${sql.raw(positions.join(', '))}) THEN 1 ELSE 0 END)`;
  const found = await select(
    database,
    { checkpointId, taskId, hasFailed: has(FAILED) },
    sql`FROM ${writes} WHERE ${and(eq(writes.threadId, threadId), eq(writes.namespace, namespace))}
        AND ${between(checkpointId, storedId(first.checkpointId), storedId(last.checkpointId))} AND ${isKept(writes.writes)}
      GROUP BY ${list([checkpointId, taskId])} HAVING MAX(${position}) < 0 AND ${has(FAILED, WAITING)} = 1
      ORDER BY ${list([checkpointId, taskId])}`,
  );
  for (const row of found) {
    const id = idText(row.checkpointId);
    const lists = byCheckpoint.get(id) ?? { interruptedTasks: [], failedTasks: [] };
    byCheckpoint.set(id, lists);
    (Number(row.hasFailed) === 1 ? lists.failedTasks : lists.interruptedTasks).push(idText(row.taskId));
  }
  return byCheckpoint;
}

/** By checkpoint: the lone task whose writes the step behind it has in its record. */
async function doneAlone(
  database: Database,
  { threadId: thread, namespace }: Place,
  { steps, loneTaskIds }: Page,
  unfinished: ReadonlyMap<string, UnfinishedTasks>,
): Promise<Map<string, string>> {
  const done = new Map<string, string>();
  const branches = new Map(steps.map(({ checkpointId, branchId }) => [checkpointId, branchId]));
  const followed = new Set<string>();
  for (const [at, { parentId, branchId }] of steps.entries()) {
    if (parentId === null || branches.get(parentId) !== branchId) continue;
    followed.add(parentId);
    const loneTaskId = loneTaskIds[at] ?? null;
    if (loneTaskId !== null) done.set(parentId, loneTaskId);
  }
  const keys = steps
    .filter(({ checkpointId }) => unfinished.has(checkpointId) && !followed.has(checkpointId))
    .map(({ branchId: branch, checkpointId }) => ({
      thread,
      namespace,
      branch,
      checkpoint: hexOf(storedId(checkpointId)),
    }));
  if (keys.length === 0) return done;
  for (const { parentId, record } of await readHot(database, hotReads(database.sql).followers, [
    JSON.stringify(keys),
  ])) {
    const { loneTaskId } = outlineOf(unpackStepRecord(record));
    if (parentId && loneTaskId !== null) done.set(idText(parentId), loneTaskId);
  }
  return done;
}
