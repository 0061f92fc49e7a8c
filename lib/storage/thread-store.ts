import type { SQL } from 'drizzle-orm';
import { and, eq, or, sql } from 'drizzle-orm';
import { EngineError } from '@/engine';
import type { Database } from './database';
import { rowText } from './database';
import type { Dialect } from './dialect';
import { jsonText, parseJsonText } from './json-text';
import { assign, execute, list, names, newRow, select, selection } from './query';
import type { SqlSaver } from './sql-saver';
import type { ThreadRecord, ThreadSearch, ThreadStore } from './store';
import { foundColumn, foundThreads, readThreadRecords, type ThreadColumn } from './thread-rows';

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
    return (await readThreadRecords(database, [threadId]))[0] ?? null;
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
      const found = await execute(database, page);
      const [counted] = found.length > 0 || query.offset === 0 ? found : await execute(database, count);
      const threads = await readThreadRecords(
        database,
        found.map((row) => rowText(row, 'threadId')),
      );
      return { threads, total: Number(counted?.total ?? 0) };
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

/** The ids of a page, and how many there are in all: neither reads more of a thread than it needs. */
function searchSql(query: ThreadSearch, dialect: Dialect) {
  const { sortBy = 'updated_at', sortOrder = 'desc', limit, offset } = query;
  const conditions = conditionsOf(query, dialect);
  const where = and(...conditions.map(({ condition }) => condition));
  const filtered = (...added: ThreadColumn[]) => {
    const columns = new Set<ThreadColumn>(['threadId', ...added, ...conditions.flatMap(({ columns }) => columns)]);
    return sql`FROM ${foundThreads(dialect, [...columns])} ${where && sql`WHERE ${where}`}`;
  };
  const direction = sql.raw(sortOrder === 'asc' ? 'ASC' : 'DESC');
  const byThread = sql`${dialect.binaryOrder(foundColumn('threadId'))} ${direction}`;
  const sorted = SORT_COLUMNS[sortBy];
  const order = sortBy === 'thread_id' ? [byThread] : [sql`${foundColumn(sorted)} ${direction}`, byThread];
  return {
    page: sql`SELECT ${selection({ threadId: foundColumn('threadId'), total: sql`COUNT(*) OVER ()` })} ${filtered(sorted)}
      ORDER BY ${list(order)} LIMIT ${limit} OFFSET ${offset}`,
    count: sql`SELECT COUNT(*) AS total ${filtered()}`,
  };
}

/** What a search asks of a thread, with the columns that each condition looks at. */
function conditionsOf(
  { threadIds, text, graphId, status, metadata = {}, metadataText = {} }: ThreadSearch,
  dialect: Dialect,
): { columns: ThreadColumn[]; condition: SQL }[] {
  const found: { columns: ThreadColumn[]; condition: SQL }[] = [];
  const where = (condition: SQL, ...columns: ThreadColumn[]) => found.push({ columns, condition });
  if (threadIds !== undefined) {
    const keys = dialect.keyTable(sql`${JSON.stringify(threadIds.map((id) => ({ id })))}`, { id: 'text' });
    where(sql`${foundColumn('threadId')} IN (SELECT id FROM ${keys})`, 'threadId');
  }
  if (graphId !== undefined) where(sql`${foundColumn('graphId')} = ${graphId}`, 'graphId');
  if (status !== undefined) where(sql`${foundColumn('status')} = ${status}`, 'status');
  if (text !== undefined && text !== '') {
    const [id, values] = [foundColumn('threadId'), foundColumn('metadata')];
    where(sql`(${dialect.contains(id, text)} OR ${dialect.jsonHolds(values, text)})`, 'threadId', 'metadata');
  }
  const wanted = [
    ...Object.entries(metadata).map(([name, value]) => ({ name, values: value === undefined ? [] : [value] })),
    ...Object.entries(metadataText).map(([name, value]) => ({ name, values: readings(value) })),
  ];
  for (const { name, values } of wanted) {
    if (values.length === 0) continue;
    const equals = values.map((value) => dialect.jsonKeyEquals(foundColumn('metadata'), name, jsonText(value)));
    where(or(...equals.map((each) => each ?? sql`FALSE`)) as SQL, 'metadata');
  }
  return found;
}

/** What a typed value may stand for. */
function readings(text: string): unknown[] {
  try {
    return [text, JSON.parse(text)];
  } catch {
    return [text];
  }
}
