import type { SQL } from 'drizzle-orm';
import { and, eq, sql } from 'drizzle-orm';
import { EngineError } from '@/engine';
import type { Database } from './database';
import type { Dialect } from './dialect';
import { jsonText, parseJsonText } from './json-text';
import { assign, execute, list, names, newRow, select } from './query';
import type { SqlSaver } from './sql-saver';
import type { ThreadRecord, ThreadSearch, ThreadStore } from './store';
import { foundThreads, readThreadPage } from './thread-rows';

const MAX_UPDATE_ATTEMPTS = 5;
const SORT_COLUMNS = {
  thread_id: 'threadId',
  status: 'status',
  created_at: 'createdAt',
  updated_at: 'updatedAt',
} as const;

export function createThreadStore(database: Database, saver: SqlSaver): ThreadStore {
  const { threads } = database.sql.tables;
  const get = async (threadId: string): Promise<ThreadRecord | null> => {
    await saver.settle(threadId);
    const { from, column } = foundThreads(database.sql);
    const page = sql`SELECT found.*, 1 AS total ${from} WHERE ${column('threadId')} = ${threadId}`;
    return (await readThreadPage(database, page)).threads[0] ?? null;
  };

  return {
    get,
    async create({ threadId, graphId = null, metadata }) {
      const now = Date.now();
      const { into, values } = newRow(database, threads, {
        threadId,
        graphId,
        metadata: jsonText(metadata),
        config: '{}',
        createdAt: now,
        updatedAt: now,
        writer: database.writer,
      });
      const created = await execute(
        database,
        sql`INSERT INTO ${into} VALUES (${values}) ON CONFLICT (${names(threads.threadId)}) DO NOTHING RETURNING 1 AS created`,
      );
      if (created.length === 0) return null;
      database.announce(threadId);
      return get(threadId);
    },
    async search(query) {
      await saver.settle();
      const { page, count } = searchSql(query, database.sql);
      const found = await readThreadPage(database, page);
      if (found.threads.length > 0 || query.offset === 0) return found;
      const [row] = await execute(database, count);
      return { threads: [], total: Number(row?.total) };
    },
    async update(threadId, change) {
      for (let attempt = 1; attempt <= MAX_UPDATE_ATTEMPTS; attempt++) {
        const outcome = await updateOnce(database, threadId, change);
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
  threadId: string,
  { metadata, config, graphId }: Parameters<ThreadStore['update']>[1],
): Promise<'done' | 'missing' | 'conflict'> {
  const { tables, value, jsonText: textOf } = database.sql;
  const { threads } = tables;
  const isThread = eq(threads.threadId, threadId);
  const [row] = await select(database, { metadata: textOf(threads.metadata) }, sql`FROM ${threads} WHERE ${isThread}`);
  if (row === undefined) return 'missing';
  const old = row.metadata;
  const sets = [assign(threads.updatedAt, Date.now()), assign(threads.writer, database.writer)];
  if (metadata !== undefined) {
    const merged = jsonText({ ...(parseJsonText(old) as object), ...metadata });
    sets.push(assign(threads.metadata, value(merged, threads.metadata)));
  }
  if (config) sets.push(assign(threads.config, JSON.stringify(config)));
  if (graphId) sets.push(assign(threads.graphId, graphId));
  const updated = await execute(
    database,
    sql`UPDATE ${threads} SET ${list(sets)}
      WHERE ${isThread} AND ${threads.metadata} = ${value(old, threads.metadata)} RETURNING 1 AS updated`,
  );
  return updated.length === 1 ? 'done' : 'conflict';
}

function searchSql(query: ThreadSearch, dialect: Dialect) {
  const { sortBy = 'updated_at', sortOrder = 'desc', limit, offset } = query;
  const { from, column } = foundThreads(dialect);
  const where = and(...conditions(query, dialect, column));
  const found = sql`${from} ${where && sql`WHERE ${where}`}`;
  const direction = sql.raw(sortOrder === 'asc' ? 'ASC' : 'DESC');
  const byThread = sql`${dialect.binaryOrder(column('threadId'))} ${direction}`;
  const order = sortBy === 'thread_id' ? [byThread] : [sql`${column(SORT_COLUMNS[sortBy])} ${direction}`, byThread];
  return {
    page: sql`SELECT found.*, COUNT(*) OVER () AS total ${found} ORDER BY ${list(order)} LIMIT ${limit} OFFSET ${offset}`,
    count: sql`SELECT COUNT(*) AS total ${found}`,
  };
}

function conditions(
  { threadIds, text, graphId, status, metadata = {} }: ThreadSearch,
  dialect: Dialect,
  column: ReturnType<typeof foundThreads>['column'],
): SQL[] {
  const where: SQL[] = [];
  if (threadIds !== undefined) {
    const keys = dialect.keyTable(sql`${JSON.stringify(threadIds.map((id) => ({ id })))}`, { id: 'text' });
    where.push(sql`${column('threadId')} IN (SELECT id FROM ${keys})`);
  }
  if (graphId !== undefined) where.push(sql`${column('graphId')} = ${graphId}`);
  if (status !== undefined) where.push(sql`${column('status')} = ${status}`);
  if (text !== undefined && text !== '') {
    const [id, values] = [column('threadId'), column('metadata')];
    where.push(sql`(${dialect.contains(id, text)} OR ${dialect.jsonHolds(values, text)})`);
  }
  for (const [name, wanted] of Object.entries(metadata)) {
    if (wanted === undefined) continue;
    where.push(dialect.jsonKeyEquals(column('metadata'), name, jsonText(wanted)) ?? sql`FALSE`);
  }
  return where;
}
