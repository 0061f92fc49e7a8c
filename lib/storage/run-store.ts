import type { Database, Row, SqlValue, Statement } from './database';
import { rowBytes, rowNumber, rowText, rowTextOrNull } from './database';
import type { DialectSql } from './dialect-sql';
import { jsonText, parseJsonText } from './json-text';
import type { RunRecord, RunStore } from './store';
import { idText, storedId } from './stored-id';
import { LIVE } from './thread-rows';

// A live run's `claim` is the branch that it holds, or '' for the head of a thread while it has no branch of its own.
// A unique index keeps claims apart; the thread's row is locked first, so that '' and the head's name exclude each other too.

export function createRunStore(database: Database, sql: DialectSql): RunStore {
  const columns = `thread_id, run_id, graph_id, branch_id, status, reason, error, ${sql.jsonText('metadata')} AS metadata, kwargs,
    multitask_strategy, owner, heartbeat_at, created_at, updated_at`;
  const read = async (where: string, values: SqlValue[]): Promise<RunRecord[]> =>
    (await database.query(`SELECT ${columns} FROM runs WHERE ${where}`, values)).map(runRecord);

  return {
    async claim(run, { claimsThread }) {
      const claim = run.branchId ?? (claimsThread ? '' : null);
      const [, inserted, holders] = await database.transact([
        lockThread(run.threadId, database.writer),
        insertRun(run, claim, sql, database.writer),
        {
          text: `SELECT r.run_id FROM runs r WHERE ${holderCondition(sql)} LIMIT 1`,
          values: [run.threadId, claim, storedId(run.runId)],
        },
      ]);
      database.announce(run.threadId);
      if (inserted?.length === 1) return { claimed: true };
      const holder = holders?.[0];
      return { claimed: false, holder: holder ? idText(rowBytes(holder, 'run_id')) : run.runId };
    },
    async get(threadId, runId) {
      return (await read('thread_id = $1 AND run_id = $2', [threadId, storedId(runId)]))[0] ?? null;
    },
    async list(threadId, { limit, offset, status }) {
      const values: SqlValue[] = status === undefined ? [threadId] : [threadId, status];
      const where = status === undefined ? 'thread_id = $1' : 'thread_id = $1 AND status = $2';
      const page = `LIMIT ${sql.typed(`$${values.length + 1}`, 'bigint')} OFFSET ${sql.typed(`$${values.length + 2}`, 'bigint')}`;
      const [runs, [count]] = await Promise.all([
        read(`${where} ORDER BY created_at DESC, run_id DESC ${page}`, [...values, limit, offset]),
        database.query(`SELECT COUNT(*) AS total FROM runs WHERE ${where}`, values),
      ]);
      return { runs, total: Number(count?.total) };
    },
    live: (threadId) => read(`thread_id = $1 AND status IN ${LIVE} ORDER BY created_at, run_id`, [threadId]),
    async update(threadId, runId, change) {
      const values: SqlValue[] = [threadId, storedId(runId), Date.now(), database.writer];
      const sets = ['updated_at = $3', 'writer = $4'];
      const set = (column: string, value: SqlValue) => sets.push(`${column} = $${values.push(value)}`);
      if (change.status !== undefined) set('status', change.status);
      if (change.reason !== undefined) set('reason', change.reason);
      if (change.error !== undefined) set('error', change.error && JSON.stringify(change.error));
      if (change.branchId !== undefined) set('branch_id', change.branchId);
      if (change.heartbeatAt !== undefined) set('heartbeat_at', change.heartbeatAt);
      sets.push(...claimChange(change, values, sql));
      await database.query(`UPDATE runs SET ${sets.join(', ')} WHERE thread_id = $1 AND run_id = $2`, values);
      database.announce(threadId);
    },
    async heartbeat(owner) {
      await database.query(`UPDATE runs SET heartbeat_at = $2 WHERE owner = $1 AND status IN ${LIVE}`, [
        owner,
        Date.now(),
      ]);
    },
    async endOrphans({ staleBefore, isDead }) {
      const live = await read(`status IN ${LIVE}`, []);
      const orphans = live
        .map((run) => ({ run, isOwnerDead: run.owner !== null && isDead(run.owner) }))
        .filter(({ run, isOwnerDead }) => isOwnerDead || (run.heartbeatAt ?? run.createdAt) < staleBefore);
      if (orphans.length === 0) return [];
      const ended = await database.transact(
        orphans.map(({ run, isOwnerDead }) => ({
          text: `UPDATE runs SET status = 'interrupted', reason = 'server_stopped', claim = NULL, updated_at = $3, writer = $4
                 WHERE thread_id = $1 AND run_id = $2 AND status IN ${LIVE}
                   AND (${sql.typed('$5', 'flag')} OR coalesce(heartbeat_at, created_at) < $6) RETURNING ${columns}`,
          values: [run.threadId, storedId(run.runId), Date.now(), database.writer, isOwnerDead ? 1 : 0, staleBefore],
        })),
      );
      const runs = ended.flat().map(runRecord);
      for (const { threadId } of runs) database.announce(threadId);
      return runs;
    },
  };
}

/** PostgreSQL gives each later statement of the transaction a look at what was committed while it waited here. */
function lockThread(threadId: string, writer: string): Statement {
  return {
    text: 'UPDATE threads SET updated_at = $2, writer = $3 WHERE thread_id = $1',
    values: [threadId, Date.now(), writer],
  };
}

/** $1 thread, $2 claim, $3 the run that asks. */
function holderCondition(sql: DialectSql): string {
  const claim = sql.typed('$2', 'text');
  const isHead = (name: string) =>
    `EXISTS (SELECT 1 FROM branches h WHERE h.thread_id = $1 AND h.namespace = '' AND h.is_head AND h.branch_id = ${name})`;
  return `r.thread_id = $1 AND r.run_id <> ${sql.typed('$3', 'bytes')} AND r.claim IS NOT NULL
    AND (r.claim = ${claim} OR (${claim} = '' AND ${isHead('r.claim')}) OR (r.claim = '' AND ${isHead(claim)}))`;
}

function insertRun(run: RunRecord, claim: string | null, sql: DialectSql, writer: string): Statement {
  const text = (parameter: string) => sql.typed(parameter, 'text');
  const time = (parameter: string) => sql.typed(parameter, 'bigint');
  return {
    text: `INSERT INTO runs (thread_id, claim, run_id, graph_id, branch_id, status, reason, error, metadata, kwargs,
        multitask_strategy, owner, heartbeat_at, created_at, updated_at, writer)
      SELECT ${text('$1')}, ${text('$2')}, ${sql.typed('$3', 'bytes')}, ${text('$4')}, ${text('$5')}, ${text('$6')}, ${text('$7')},
        ${text('$8')}, ${sql.jsonParameter('$9')}, ${text('$10')}, ${text('$11')}, ${text('$12')}, ${time('$13')}, ${time('$14')},
        ${time('$15')}, ${text('$16')}
      WHERE NOT EXISTS (SELECT 1 FROM runs r WHERE ${holderCondition(sql)})
      ON CONFLICT DO NOTHING RETURNING run_id`,
    values: [
      run.threadId,
      claim,
      storedId(run.runId),
      run.graphId,
      run.branchId,
      run.status,
      run.reason,
      run.error && JSON.stringify(run.error),
      jsonText(run.metadata),
      JSON.stringify(run.kwargs),
      run.multitaskStrategy,
      run.owner,
      run.heartbeatAt,
      run.createdAt,
      run.updatedAt,
      writer,
    ],
  };
}

/** An ended run holds nothing; one that found its branch holds that, unless another got there first. */
function claimChange({ status, branchId }: Partial<RunRecord>, values: SqlValue[], sql: DialectSql): string[] {
  if (status !== undefined && status !== 'pending' && status !== 'running') return ['claim = NULL'];
  if (branchId === undefined || branchId === null) return [];
  const branch = sql.typed(`$${values.push(branchId)}`, 'text');
  return [
    `claim = CASE WHEN status NOT IN ${LIVE}
       OR EXISTS (SELECT 1 FROM runs o WHERE o.thread_id = $1 AND o.run_id <> $2 AND o.claim = ${branch})
       THEN claim ELSE ${branch} END`,
  ];
}

function runRecord(row: Row): RunRecord {
  const error = rowTextOrNull(row, 'error');
  return {
    runId: idText(rowBytes(row, 'run_id')),
    threadId: rowText(row, 'thread_id'),
    graphId: rowText(row, 'graph_id'),
    branchId: rowTextOrNull(row, 'branch_id'),
    status: rowText(row, 'status') as RunRecord['status'],
    reason: rowTextOrNull(row, 'reason'),
    error: error === null ? null : (JSON.parse(error) as RunRecord['error']),
    metadata: parseJsonText(rowText(row, 'metadata')) as Record<string, unknown>,
    kwargs: JSON.parse(rowText(row, 'kwargs')) as Record<string, unknown>,
    multitaskStrategy: rowText(row, 'multitask_strategy'),
    owner: rowTextOrNull(row, 'owner'),
    heartbeatAt: row.heartbeat_at === null ? null : rowNumber(row, 'heartbeat_at'),
    createdAt: rowNumber(row, 'created_at'),
    updatedAt: rowNumber(row, 'updated_at'),
  };
}
