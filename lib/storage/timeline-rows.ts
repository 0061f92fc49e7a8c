import type { CheckpointSource, TimelineQuery, TimelineRow } from '@/engine';
import { isInternalChannel } from '@/engine';
import type { Database, Row, SqlValue } from './database';
import { rowBytes, rowBytesOrNull, rowFlag, rowNumber, rowText } from './database';
import { idText, idTextOrNull, storedId } from './stored-id';
import { rowRecord } from './tuple-reader';

/** A page of the timeline in two statements: rows with their records, and the tasks that wait or failed at them. */
export async function readTimelineRows(
  database: Database,
  threadId: string,
  { namespace = '', after, branchId, limit }: TimelineQuery,
): Promise<TimelineRow[]> {
  const conditions = ['thread_id = $1', 'namespace = $2'];
  const values: SqlValue[] = [threadId, namespace, limit];
  if (after !== undefined) conditions.push(`checkpoint_id > $${values.push(storedId(after))}`);
  if (branchId !== undefined) conditions.push(`branch_id = $${values.push(branchId)}`);
  const rows = await database.query(
    `SELECT checkpoint_id, parent_id, branch_id, step, source, run_id, created_at, next, record
     FROM checkpoints WHERE ${conditions.join(' AND ')} ORDER BY checkpoint_id LIMIT $3`,
    values,
  );
  const unfinished = await readUnfinishedTasks(database, threadId, namespace, rows);
  return rows.map((row) => ({ ...timelineRow(row), ...unfinished(row) }));
}

type UnfinishedTasks = Pick<TimelineRow, 'interruptedTasks' | 'failedTasks'>;

/** Of each checkpoint, the tasks without regular writes that failed, or that wait for an answer. */
async function readUnfinishedTasks(database: Database, threadId: string, namespace: string, rows: Row[]) {
  const [first, last] = [rows[0], rows.at(-1)];
  const byCheckpoint = new Map<string, UnfinishedTasks>();
  if (first !== undefined && last !== undefined) {
    const found = await database.query(
      `SELECT checkpoint_id, task_id, MAX(CASE WHEN position = -1 THEN 1 ELSE 0 END) AS has_failed
       FROM checkpoint_writes
       WHERE thread_id = $1 AND namespace = $2 AND checkpoint_id BETWEEN $3 AND $4
       GROUP BY checkpoint_id, task_id
       HAVING MAX(position) < 0 AND MAX(CASE WHEN position IN (-1, -3) THEN 1 ELSE 0 END) = 1
       ORDER BY checkpoint_id, task_id`,
      [threadId, namespace, rowBytes(first, 'checkpoint_id'), rowBytes(last, 'checkpoint_id')],
    );
    for (const row of found) {
      const id = idText(rowBytes(row, 'checkpoint_id'));
      const lists = byCheckpoint.get(id) ?? { interruptedTasks: [], failedTasks: [] };
      byCheckpoint.set(id, lists);
      const list = rowFlag(row, 'has_failed') ? lists.failedTasks : lists.interruptedTasks;
      list.push(idText(rowBytes(row, 'task_id')));
    }
  }
  return (row: Row): UnfinishedTasks =>
    byCheckpoint.get(idText(rowBytes(row, 'checkpoint_id'))) ?? { interruptedTasks: [], failedTasks: [] };
}

function timelineRow(row: Row): Omit<TimelineRow, keyof UnfinishedTasks> {
  const { tasks, change, changedCount } = rowRecord(row);
  const changed = change.channels.slice(0, changedCount).filter(([name]) => !isInternalChannel(name));
  return {
    checkpointId: idText(rowBytes(row, 'checkpoint_id')),
    parentId: idTextOrNull(rowBytesOrNull(row, 'parent_id')),
    branchId: rowText(row, 'branch_id'),
    step: rowNumber(row, 'step'),
    source: rowText(row, 'source') as CheckpointSource,
    runId: idTextOrNull(rowBytesOrNull(row, 'run_id')),
    createdAt: rowNumber(row, 'created_at'),
    next: JSON.parse(rowText(row, 'next')) as string[],
    tasks,
    changed: changed.map(([channel, { sizeBytes }]) => ({ channel, bytes: sizeBytes })),
  };
}
