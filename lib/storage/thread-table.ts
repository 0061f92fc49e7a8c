import type { Column, SQL } from 'drizzle-orm';
import { aliasedTable, and, eq, gt, gte, inArray, notInArray, sql } from 'drizzle-orm';
import type { Dialect } from './dialect';
import { list, outer, selection } from './query';
import type { RunRecord } from './store';

export const LIVE: RunRecord['status'][] = ['pending', 'running'];
/** Places of a task's reserved writes (WRITE_INDEX). */
export const FAILED = -1;
export const WAITING = -3;

/** A reserved write that was taken back leaves an empty row. */
export function isKept(writes: Column): SQL {
  return sql`length(${writes}) > 0`;
}

/** What a thread's own row and its branches tell: who asks for no more reads nothing else. */
const OWN_COLUMNS: readonly string[] = ['threadId', 'graphId', 'metadata', 'config', 'createdAt', 'updatedAt'];

/**
 * Threads with their head, their last ended run and their status. A failed task leaves `next` behind as well, so failure
 * comes before it; a run's failure counts until the thread moved on.
 */
export function threadTable({ tables, leftJoinEach }: Dialect) {
  const { branches, checkpoints, runs, threads } = tables;
  const head = aliasedTable(branches, 'head');
  const tip = aliasedTable(checkpoints, 'tip');
  const run = aliasedTable(runs, 'last_run');
  const ended = aliasedTable(runs, 'ended');
  const live = aliasedTable(runs, 'live');
  const isLive = sql`EXISTS (SELECT 1 FROM ${runs} ${live}
    WHERE ${and(eq(live.threadId, threads.threadId), inArray(live.status, LIVE))})`;
  const fields = {
    threadId: threads.threadId,
    graphId: threads.graphId,
    metadata: threads.metadata,
    config: threads.config,
    createdAt: threads.createdAt,
    updatedAt: sql<number>`COALESCE((SELECT MAX(${branches.updatedAt}) FROM ${branches}
      WHERE ${and(eq(branches.threadId, threads.threadId), gt(branches.updatedAt, threads.updatedAt))}), ${threads.updatedAt})`,
    branchId: outer(head.branchId),
    tipId: outer(head.tipId),
    next: outer(tip.next),
    runId: outer(run.runId),
    runBranchId: run.branchId,
    runStatus: outer(run.status),
    reason: run.reason,
    status: sql<string>`CASE WHEN ${isLive} THEN 'busy'
      WHEN ${hasTask(tables, head, WAITING)} THEN 'interrupted'
      WHEN ${hasTask(tables, head, FAILED)} THEN 'error'
      WHEN ${run.status} IN ('error', 'timeout') AND (${tip.createdAt} IS NULL OR ${gte(run.updatedAt, tip.createdAt)})
        THEN 'error'
      WHEN ${tip.next} <> '[]' THEN 'interrupted'
      ELSE 'idle' END`,
  };
  const lastEnded = sql`SELECT ${ended.runId} FROM ${runs} ${ended}
    WHERE ${and(eq(ended.threadId, threads.threadId), notInArray(ended.status, LIVE))}
    ORDER BY ${list([sql`${ended.updatedAt} DESC`, sql`${ended.runId} DESC`])} LIMIT 1`;
  const isHead = and(eq(head.threadId, threads.threadId), eq(head.namespace, ''), sql`${head.isHead}`) as SQL;
  const isTip = and(eq(tip.threadId, threads.threadId), eq(tip.namespace, ''), eq(tip.checkpointId, head.tipId)) as SQL;
  const isLast = sql`${eq(run.threadId, threads.threadId)} AND ${run.runId} = (${lastEnded})`;
  const joins = sql.join(
    [
      sql`LEFT JOIN ${branches} ${head} ON ${isHead}`,
      leftJoinEach(checkpoints, tip, isTip),
      sql`LEFT JOIN ${runs} ${run} ON ${isLast}`,
    ],
    sql` `,
  );
  const query = (names = Object.keys(fields) as ThreadColumn[]) => {
    const chosen = Object.fromEntries(names.map((name) => [name, fields[name]]));
    const needsJoins = names.some((name) => !OWN_COLUMNS.includes(name));
    return sql`SELECT ${selection(chosen)} FROM ${threads} ${needsJoins ? joins : sql``}`;
  };
  type ThreadColumn = keyof typeof fields;
  return { fields, query };
}

/** Some task at the tip without regular writes failed, or waits for an answer and has not failed. */
function hasTask(
  { checkpointWrites, threads }: Dialect['tables'],
  head: Dialect['tables']['branches'],
  position: number,
) {
  const write = aliasedTable(checkpointWrites, 'task_write');
  const other = aliasedTable(checkpointWrites, 'other_write');
  const outweighs =
    position === WAITING
      ? sql`(${other.position} >= 0 OR (${other.position} = ${sql.raw(String(FAILED))} AND ${isKept(other.writes)}))`
      : sql`${other.position} >= 0`;
  return sql`EXISTS (SELECT 1 FROM ${checkpointWrites} ${write}
    WHERE ${and(eq(write.threadId, threads.threadId), eq(write.namespace, ''))} AND ${write.checkpointId} = ${head.tipId}
      AND ${write.position} = ${sql.raw(String(position))} AND ${isKept(write.writes)}
      AND NOT EXISTS (SELECT 1 FROM ${checkpointWrites} ${other}
        WHERE ${other.threadId} = ${write.threadId} AND ${other.namespace} = ${write.namespace}
          AND ${other.checkpointId} = ${write.checkpointId} AND ${other.taskId} = ${write.taskId} AND ${outweighs}))`;
}
