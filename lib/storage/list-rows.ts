import type { CheckpointListOptions, CheckpointTuple, RunnableConfig } from '@/engine';
import type { Database, Row, SqlValue } from './database';
import { rowBytes, rowText } from './database';
import type { DialectSql } from './dialect-sql';
import { jsonText } from './json-text';
import { storedId } from './stored-id';
import type { TupleReader } from './tuple-reader';
import { tupleColumns } from './tuple-reader';

/** Most callers want the first few; who goes on gets larger pages. */
const FIRST_PAGE_SIZE = 50;
const PAGE_SIZE = 1_000;

interface PageQuery {
  sql: DialectSql;
  conditions: string[];
  values: SqlValue[];
  /** The last row of the page before. */
  last: Row | undefined;
  size: number;
}

/** The contract's `list`: newest first, in pages of a few statements each. */
export async function* listRows(
  database: Database,
  sql: DialectSql,
  reader: TupleReader,
  { config, limit = Number.POSITIVE_INFINITY, before, filter = {} }: CheckpointListOptions & { config: RunnableConfig },
): AsyncGenerator<CheckpointTuple> {
  const { conditions, values } = conditionsOf(config, before, filter, sql);
  let left = limit;
  let last: Row | undefined;
  while (left > 0) {
    const size = last === undefined ? FIRST_PAGE_SIZE : PAGE_SIZE;
    const rows = await database.query(...pageQuery({ sql, conditions, values, last, size }));
    for (const tuple of await reader.read(rows)) {
      if (!matchesFilter(tuple.metadata, filter)) continue;
      yield tuple;
      left -= 1;
      if (left <= 0) return;
    }
    last = rows.at(-1);
    if (rows.length < size) return;
  }
}

function pageQuery({ sql, conditions, values, last, size }: PageQuery): [string, SqlValue[]] {
  const all = [...values];
  const where = [...conditions];
  if (last !== undefined) {
    const id = all.push(rowBytes(last, 'checkpoint_id'));
    const thread = all.push(rowText(last, 'thread_id'));
    const namespace = all.push(rowText(last, 'namespace'));
    where.push(`(c.checkpoint_id, c.thread_id, c.namespace) < ($${id}, $${thread}, $${namespace})`);
  }
  return [
    `SELECT ${tupleColumns(sql)} FROM checkpoints c
     LEFT JOIN branches b ON b.thread_id = c.thread_id AND b.namespace = c.namespace AND b.branch_id = c.branch_id
     ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''}
     ORDER BY c.checkpoint_id DESC, c.thread_id DESC, c.namespace DESC LIMIT ${size}`,
    all,
  ];
}

function conditionsOf(
  config: RunnableConfig,
  before: RunnableConfig | undefined,
  filter: Record<string, unknown>,
  sql: DialectSql,
) {
  const { thread_id, checkpoint_ns, checkpoint_id } = config.configurable ?? {};
  const beforeId = before?.configurable?.checkpoint_id;
  const conditions: string[] = [];
  const values: SqlValue[] = [];
  if (thread_id !== undefined) conditions.push(`c.thread_id = $${values.push(thread_id)}`);
  if (checkpoint_ns !== undefined) conditions.push(`c.namespace = $${values.push(checkpoint_ns)}`);
  if (checkpoint_id) conditions.push(`c.checkpoint_id = $${values.push(storedId(checkpoint_id))}`);
  if (beforeId) conditions.push(`c.checkpoint_id < $${values.push(storedId(beforeId))}`);
  for (const [name, wanted] of Object.entries(filter)) {
    const key = sql.jsonKey(name);
    // Objects may differ in the order of their keys: `matchesFilter` judges them.
    if (key === null || wanted === undefined || (typeof wanted === 'object' && wanted !== null)) continue;
    conditions.push(sql.jsonKeyEquals('c.metadata', `$${values.push(key)}`, `$${values.push(jsonText(wanted))}`));
  }
  return { conditions, values };
}

function matchesFilter(metadata: Record<string, unknown>, filter: Record<string, unknown>): boolean {
  return Object.entries(filter).every(([key, wanted]) => wanted === undefined || isSameJson(metadata[key], wanted));
}

function isSameJson(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const keys = Object.keys(a);
  return (
    Array.isArray(a) === Array.isArray(b) &&
    keys.length === Object.keys(b).length &&
    keys.every((key) => isSameJson((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}
