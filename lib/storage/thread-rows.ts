import type { Database, Row, SqlValue } from './database';
import { rowBytes, rowBytesOrNull, rowNumber, rowText, rowTextOrNull } from './database';
import type { DialectSql } from './dialect-sql';
import { parseJsonText } from './json-text';
import type { RunRecord, ThreadRecord } from './store';
import { idText, idTextOrNull } from './stored-id';

export const LIVE = `('pending', 'running')`;

/** Tasks at the tip without regular writes: failed (-1), or waiting for an answer (-3) and not failed. */
const TIP_WRITES = `FROM checkpoint_writes w WHERE w.thread_id = t.thread_id AND w.namespace = '' AND w.checkpoint_id = h.tip_id`;
const other = (condition: string) => `SELECT 1 FROM checkpoint_writes o WHERE o.thread_id = w.thread_id
  AND o.namespace = w.namespace AND o.checkpoint_id = w.checkpoint_id AND o.task_id = w.task_id AND ${condition}`;
const HAS_FAILED = `EXISTS (SELECT 1 ${TIP_WRITES} AND w.position = -1 AND NOT EXISTS (${other('o.position >= 0')}))`;
const HAS_INTERRUPT = `EXISTS (SELECT 1 ${TIP_WRITES} AND w.position = -3
  AND NOT EXISTS (${other('(o.position >= 0 OR o.position = -1)')}))`;

/**
 * Threads with their head, their last ended run and their status. A failed task leaves `next` behind as well, so failure
 * comes before it; a run's failure counts until the thread moved on.
 */
export const THREAD_TABLE = `SELECT t.thread_id, t.graph_id, t.metadata, t.config, t.created_at,
      (SELECT MAX(u.updated_at) FROM (SELECT t.updated_at UNION ALL
        SELECT b.updated_at FROM branches b WHERE b.thread_id = t.thread_id) u) AS updated_at,
      h.branch_id, h.tip_id, c.next, r.run_id, r.status AS run_status, r.reason,
      CASE
        WHEN EXISTS (SELECT 1 FROM runs l WHERE l.thread_id = t.thread_id AND l.status IN ${LIVE}) THEN 'busy'
        WHEN ${HAS_INTERRUPT} THEN 'interrupted'
        WHEN ${HAS_FAILED} THEN 'error'
        WHEN r.status IN ('error', 'timeout') AND (c.created_at IS NULL OR r.updated_at >= c.created_at) THEN 'error'
        WHEN c.next <> '[]' THEN 'interrupted'
        ELSE 'idle'
      END AS status
    FROM threads t
    LEFT JOIN branches h ON h.thread_id = t.thread_id AND h.namespace = '' AND h.is_head
    LEFT JOIN checkpoints c ON c.thread_id = t.thread_id AND c.namespace = '' AND c.checkpoint_id = h.tip_id
    LEFT JOIN runs r ON r.thread_id = t.thread_id AND r.run_id = (
      SELECT e.run_id FROM runs e WHERE e.thread_id = t.thread_id AND e.status NOT IN ${LIVE}
      ORDER BY e.updated_at DESC, e.run_id DESC LIMIT 1)`;

/** Adds counts to a page of `THREAD_TABLE`, and reads the tips' unfinished tasks: two statements a page. */
export async function readThreadPage(
  database: Database,
  sql: DialectSql,
  page: string,
  values: SqlValue[],
): Promise<{ threads: ThreadRecord[]; total: number }> {
  const rows = await database.query(
    `SELECT p.*, ${sql.jsonText('p.metadata')} AS metadata_text,
       (SELECT COUNT(*) FROM checkpoints c WHERE c.thread_id = p.thread_id AND c.namespace = '') AS checkpoint_count,
       (SELECT COUNT(*) FROM branches b WHERE b.thread_id = p.thread_id AND b.namespace = '') AS branch_count
     FROM (${page}) p`,
    values,
  );
  const tasks = await readTipTasks(database, sql, rows);
  return {
    threads: rows.map((row) => threadRecord(row, tasks)),
    total: rows[0] === undefined ? 0 : rowNumber(rows[0], 'total'),
  };
}

type TipTasks = Map<string, { interruptedTasks: string[]; failedTasks: string[] }>;

async function readTipTasks(database: Database, sql: DialectSql, rows: Row[]): Promise<TipTasks> {
  const keys = rows
    .filter((row) => rowBytesOrNull(row, 'tip_id') !== null)
    .map((row) => ({ thread: rowText(row, 'thread_id'), tip: Buffer.from(rowBytes(row, 'tip_id')).toString('hex') }));
  const byThread: TipTasks = new Map();
  if (keys.length === 0) return byThread;
  const found = await database.query(
    `SELECT w.thread_id, w.task_id, MAX(w.position) AS last_position
     FROM ${sql.keyTable('$1', { thread: 'text', tip: 'bytes' })}
     JOIN checkpoint_writes w ON w.thread_id = keys.thread AND w.namespace = '' AND w.checkpoint_id = keys.tip
     WHERE w.position >= 0 OR w.position IN (-1, -3)
     GROUP BY w.thread_id, w.task_id HAVING MAX(w.position) < 0 ORDER BY w.task_id`,
    [JSON.stringify(keys)],
  );
  for (const row of found) {
    const threadId = rowText(row, 'thread_id');
    const lists = byThread.get(threadId) ?? { interruptedTasks: [], failedTasks: [] };
    const list = rowNumber(row, 'last_position') === -1 ? lists.failedTasks : lists.interruptedTasks;
    list.push(idText(rowBytes(row, 'task_id')));
    byThread.set(threadId, lists);
  }
  return byThread;
}

function threadRecord(row: Row, tasks: TipTasks): ThreadRecord {
  const threadId = rowText(row, 'thread_id');
  const tipId = rowBytesOrNull(row, 'tip_id');
  const runId = idTextOrNull(rowBytesOrNull(row, 'run_id'));
  return {
    threadId,
    graphId: rowTextOrNull(row, 'graph_id'),
    metadata: parseJsonText(rowText(row, 'metadata_text')) as Record<string, unknown>,
    config: JSON.parse(rowText(row, 'config')) as Record<string, unknown>,
    createdAt: rowNumber(row, 'created_at'),
    updatedAt: rowNumber(row, 'updated_at'),
    status: rowText(row, 'status') as ThreadRecord['status'],
    head: tipId && {
      branchId: rowText(row, 'branch_id'),
      tipId: idText(tipId),
      next: JSON.parse(rowText(row, 'next')) as string[],
      ...(tasks.get(threadId) ?? { interruptedTasks: [], failedTasks: [] }),
    },
    checkpointCount: rowNumber(row, 'checkpoint_count'),
    branchCount: rowNumber(row, 'branch_count'),
    lastRun:
      runId === null
        ? null
        : {
            runId,
            status: rowText(row, 'run_status') as RunRecord['status'],
            reason: rowTextOrNull(row, 'reason'),
          },
  };
}
