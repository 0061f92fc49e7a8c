import type { SQL } from 'drizzle-orm';
import { eq, gte, inArray, or, sql } from 'drizzle-orm';
import type { Database } from './database';
import type { Dialect } from './dialect';
import { parseJsonText } from './json-text';
import type { Selected } from './query';
import { execute, list, readRow, select, selection } from './query';
import type { RunRecord, ThreadRecord } from './store';
import { idText } from './stored-id';
import { FAILED, isKept, threadTable, WAITING } from './thread-table';

export type ThreadColumn = keyof ReturnType<typeof threadTable>['fields'];

/** Threads with these of their columns (default: all) as a table. */
export function foundThreads(dialect: Dialect, columns?: ThreadColumn[]): SQL {
  return sql`(${threadTable(dialect).query(columns)}) found`;
}

/** A column of that table. */
export function foundColumn(name: ThreadColumn): SQL {
  return sql`found.${sql.identifier(name)}`;
}

/** What a page adds to the threads that it found. */
function addedFields({ tables: { branches, checkpoints }, jsonText }: Dialect) {
  const ofThread = (table: typeof branches | typeof checkpoints) => sql<number>`(SELECT COUNT(*) FROM ${table}
    WHERE ${table.threadId} = page.${sql.identifier('threadId' satisfies ThreadColumn)} AND ${eq(table.namespace, '')})`;
  return {
    metadataText: jsonText(sql`page.${sql.identifier('metadata' satisfies ThreadColumn)}`),
    checkpointCount: ofThread(checkpoints),
    branchCount: ofThread(branches),
  };
}

/** Threads by their ids, in this order and without unknown ones: two statements. */
export async function readThreadRecords(database: Database, threadIds: string[]): Promise<ThreadRecord[]> {
  if (threadIds.length === 0) return [];
  const added = addedFields(database.sql);
  const { metadata: _, ...fields } = { ...threadTable(database.sql).fields, ...added };
  const keys = database.sql.keyTable(sql`${JSON.stringify(threadIds.map((thread) => ({ thread })))}`, {
    thread: 'text',
  });
  const found = await execute(
    database,
    sql`SELECT page.*, ${selection(added)} FROM (
      SELECT found.* FROM ${keys} JOIN ${foundThreads(database.sql)} ON ${foundColumn('threadId')} = keys.thread) page`,
  );
  const rows = found.map((row) => readRow(fields, row));
  const tasks = await readTipTasks(database, rows);
  const records = new Map(rows.map((row) => [row.threadId, threadRecord(row, tasks)]));
  return threadIds.flatMap((threadId) => records.get(threadId) ?? []);
}

type ThreadRow = Selected<Omit<ReturnType<typeof threadTable>['fields'], 'metadata'> & ReturnType<typeof addedFields>>;
type TipTasks = Map<string, { interruptedTasks: string[]; failedTasks: string[] }>;

async function readTipTasks(database: Database, rows: ThreadRow[]): Promise<TipTasks> {
  const keys = rows.flatMap(({ threadId, tipId }) =>
    tipId === null ? [] : [{ thread: threadId, tip: Buffer.from(tipId).toString('hex') }],
  );
  const byThread: TipTasks = new Map();
  if (keys.length === 0) return byThread;
  const { tables, keyTable } = database.sql;
  const { checkpointWrites: writes } = tables;
  const { threadId, taskId, position } = writes;
  const found = await select(
    database,
    { threadId, taskId, lastPosition: sql<number>`MAX(${position})` },
    sql`FROM ${keyTable(sql`${JSON.stringify(keys)}`, { thread: 'text', tip: 'bytes' })}
      JOIN ${writes} ON ${threadId} = keys.thread AND ${eq(writes.namespace, '')} AND ${writes.checkpointId} = keys.tip
      WHERE (${or(gte(position, 0), inArray(position, [FAILED, WAITING]))}) AND ${isKept(writes.writes)}
      GROUP BY ${list([threadId, taskId])} HAVING MAX(${position}) < 0 ORDER BY ${taskId}`,
  );
  for (const row of found) {
    const lists = byThread.get(row.threadId) ?? { interruptedTasks: [], failedTasks: [] };
    const tasks = Number(row.lastPosition) === FAILED ? lists.failedTasks : lists.interruptedTasks;
    tasks.push(idText(row.taskId));
    byThread.set(row.threadId, lists);
  }
  return byThread;
}

function threadRecord(row: ThreadRow, tasks: TipTasks): ThreadRecord {
  const { threadId, tipId, runId } = row;
  return {
    threadId,
    graphId: row.graphId,
    metadata: parseJsonText(row.metadataText) as Record<string, unknown>,
    config: JSON.parse(row.config) as Record<string, unknown>,
    createdAt: row.createdAt,
    updatedAt: Number(row.updatedAt),
    status: row.status as ThreadRecord['status'],
    head: tipId && {
      branchId: row.branchId as string,
      tipId: idText(tipId),
      next: JSON.parse(row.next as string) as string[],
      ...(tasks.get(threadId) ?? { interruptedTasks: [], failedTasks: [] }),
    },
    checkpointCount: Number(row.checkpointCount),
    branchCount: Number(row.branchCount),
    lastRun: runId && {
      runId: idText(runId),
      branchId: row.runBranchId,
      status: row.runStatus as RunRecord['status'],
      reason: row.reason,
    },
  };
}
