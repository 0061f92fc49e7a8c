import type { SQL } from 'drizzle-orm';
import { and, eq, sql } from 'drizzle-orm';
import type { TimelineRow } from '@/engine';
import type { Database } from './database';
import type { Dialect } from './dialect';
import { hotReads, readHot } from './hot/reads';
import { list } from './query';
import { outlineOf } from './step-outline';
import { unpackStepRecord } from './step-record';
import { hexOf, idText, idTextOfHex, storedId } from './stored-id';
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

/**
 * For the list of a SELECT: tasks without regular writes that failed, or that wait for an answer, as a JSON list of texts
 * (ids as hex, 1 for one that failed). `range` says of which checkpoints.
 */
export function reservedTasks({ tables, hex, jsonList }: Dialect, { threadId, namespace }: Place, range: SQL): SQL {
  const { checkpointWrites: writes } = tables;
  const { checkpointId, taskId, position } = writes;
  const has = (...positions: number[]) =>
    sql`MAX(CASE WHEN ${position} IN (${sql.raw(positions.join(', '))}) THEN 1 ELSE 0 END)`;
  const task = sql`${hex(sql`tasks.checkpoint`)} || ' ' || ${hex(sql`tasks.task`)} || ' ' || tasks.failed`;
  return sql`(SELECT ${jsonList(task)} FROM (
    SELECT ${checkpointId} AS checkpoint, ${taskId} AS task, ${has(FAILED)} AS failed FROM ${writes}
    WHERE ${and(eq(writes.threadId, threadId), eq(writes.namespace, namespace), range)} AND ${isKept(writes.writes)}
    GROUP BY ${list([checkpointId, taskId])} HAVING MAX(${position}) < 0 AND ${has(FAILED, WAITING)} = 1
    ORDER BY ${list([checkpointId, taskId])}) AS tasks)`;
}

/** By checkpoint, where there are any: of what `reservedTasks` found, the tasks that have not been done since. */
export async function unfinishedTasks(
  database: Database,
  place: Place,
  reserved: string | null,
  page: Page,
): Promise<ReadonlyMap<string, UnfinishedTasks>> {
  const byCheckpoint = new Map<string, UnfinishedTasks>();
  for (const text of JSON.parse(reserved ?? '[]') as string[]) {
    const [checkpoint = '', task = '', failed] = text.split(' ');
    const id = idTextOfHex(checkpoint);
    const lists = byCheckpoint.get(id) ?? { interruptedTasks: [], failedTasks: [] };
    byCheckpoint.set(id, lists);
    (failed === '1' ? lists.failedTasks : lists.interruptedTasks).push(idTextOfHex(task));
  }
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
