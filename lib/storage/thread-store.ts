import { EngineError } from '@/engine';
import type { Database, SqlValue } from './database';
import { rowText } from './database';
import type { DialectSql } from './dialect-sql';
import { jsonText, parseJsonText } from './json-text';
import type { SqlSaver } from './sql-saver';
import type { ThreadRecord, ThreadSearch, ThreadStore } from './store';
import { readThreadPage, THREAD_TABLE } from './thread-rows';

const MAX_UPDATE_ATTEMPTS = 5;

export function createThreadStore(database: Database, sql: DialectSql, saver: SqlSaver): ThreadStore {
  const get = async (threadId: string): Promise<ThreadRecord | null> => {
    const page = `SELECT f.*, 1 AS total FROM (${THREAD_TABLE} WHERE t.thread_id = $1) f`;
    return (await readThreadPage(database, sql, page, [threadId])).threads[0] ?? null;
  };

  return {
    get,
    async create({ threadId, graphId, metadata }) {
      const created = await database.query(
        `INSERT INTO threads (thread_id, graph_id, metadata, config, created_at, updated_at, writer)
         VALUES ($1, $2, ${sql.jsonParameter('$3')}, '{}', $4, $4, $5)
         ON CONFLICT (thread_id) DO NOTHING RETURNING thread_id`,
        [threadId, graphId ?? null, jsonText(metadata), Date.now(), database.writer],
      );
      if (created.length === 0) return null;
      database.announce(threadId);
      return get(threadId);
    },
    async search(query) {
      const { page, count, values, pageValues } = searchSql(query, sql);
      const found = await readThreadPage(database, sql, page, pageValues);
      if (found.threads.length > 0 || query.offset === 0) return found;
      const [row] = await database.query(count, values);
      return { threads: [], total: Number(row?.total) };
    },
    async update(threadId, change) {
      for (let attempt = 1; attempt <= MAX_UPDATE_ATTEMPTS; attempt++) {
        const outcome = await updateOnce(database, sql, threadId, change);
        if (outcome === 'missing') return null;
        if (outcome === 'conflict') continue;
        database.announce(threadId);
        return get(threadId);
      }
      throw new EngineError('STORE_FAILED', `Thread "${threadId}" is changed by others all the time; try again.`);
    },
    delete: (threadId) => saver.removeThread(threadId),
  };
}

/** Merges metadata as it was read, on condition that it is still the same. */
async function updateOnce(
  database: Database,
  sql: DialectSql,
  threadId: string,
  { metadata, config, graphId }: Parameters<ThreadStore['update']>[1],
): Promise<'done' | 'missing' | 'conflict'> {
  const [row] = await database.query(
    `SELECT ${sql.jsonText('metadata')} AS metadata FROM threads WHERE thread_id = $1`,
    [threadId],
  );
  if (row === undefined) return 'missing';
  const old = rowText(row, 'metadata');
  const merged = metadata === undefined ? old : jsonText({ ...(parseJsonText(old) as object), ...metadata });
  const updated = await database.query(
    `UPDATE threads SET metadata = ${sql.jsonParameter('$2')}, config = coalesce(${sql.typed('$3', 'text')}, config),
       graph_id = coalesce(${sql.typed('$4', 'text')}, graph_id), updated_at = $5, writer = $6
     WHERE thread_id = $1 AND metadata = ${sql.jsonParameter('$7')} RETURNING thread_id`,
    [threadId, merged, config ? JSON.stringify(config) : null, graphId ?? null, Date.now(), database.writer, old],
  );
  return updated.length === 1 ? 'done' : 'conflict';
}

function searchSql(query: ThreadSearch, sql: DialectSql) {
  const { sortBy = 'updated_at', sortOrder = 'desc', limit, offset } = query;
  const values: SqlValue[] = [];
  const parameter = (value: SqlValue) => `$${values.push(value)}`;
  const where = conditions(query, sql, parameter);
  const from = `FROM (${THREAD_TABLE}) f ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''}`;
  const count = `SELECT COUNT(*) AS total ${from}`;
  const direction = sortOrder === 'asc' ? 'ASC' : 'DESC';
  const byThread = `${sql.binaryOrder('f.thread_id')} ${direction}`;
  const order = sortBy === 'thread_id' ? byThread : `f.${sortBy} ${direction}, ${byThread}`;
  const pageValues = [...values, limit, offset];
  const page = `SELECT f.*, COUNT(*) OVER () AS total ${from}
    ORDER BY ${order} LIMIT ${sql.typed(`$${values.length + 1}`, 'bigint')} OFFSET ${sql.typed(`$${values.length + 2}`, 'bigint')}`;
  return { page, count, values, pageValues };
}

function conditions(query: ThreadSearch, sql: DialectSql, parameter: (value: SqlValue) => string): string[] {
  const { threadIds, text, graphId, status, metadata = {} } = query;
  const where: string[] = [];
  if (threadIds !== undefined) {
    const keys = parameter(JSON.stringify(threadIds.map((id) => ({ id }))));
    where.push(`f.thread_id IN (SELECT id FROM ${sql.keyTable(keys, { id: 'text' })})`);
  }
  if (graphId !== undefined) where.push(`f.graph_id = ${parameter(graphId)}`);
  if (status !== undefined) where.push(`f.status = ${parameter(status)}`);
  if (text !== undefined && text !== '') {
    const part = parameter(text);
    where.push(`(${sql.contains('f.thread_id', part)} OR ${sql.jsonHolds('f.metadata', part)})`);
  }
  for (const [name, wanted] of Object.entries(metadata)) {
    const key = sql.jsonKey(name);
    if (wanted === undefined) continue;
    where.push(key === null ? 'FALSE' : sql.jsonKeyEquals('f.metadata', parameter(key), parameter(jsonText(wanted))));
  }
  return where;
}
