import type { SQL } from 'drizzle-orm';
import { and, desc, eq, lt, sql } from 'drizzle-orm';
import type { CheckpointListOptions, CheckpointTuple, RunnableConfig } from '@/engine';
import { matchesFilter } from '@/engine';
import { metadataEquals } from './checkpoint-conditions';
import type { CheckpointReader, StoredCheckpoint } from './checkpoint-reader';
import type { Database } from './database';
import type { Dialect } from './dialect';
import { list, select } from './query';
import { storedId } from './stored-id';
import type { TupleReader } from './tuple-reader';

/** Who says no limit mostly wants the first few, and gets larger pages when it goes on. */
const FIRST_PAGE_SIZE = 50;
const PAGE_SIZE = 1_000;

/** What a list is read with, once nothing is under way any more that it should see. */
interface Sources {
  database: Database;
  checkpoints: CheckpointReader;
  tuples: TupleReader;
  ready: () => void | Promise<void>;
}

/** The contract's `list`: newest first, in pages of two statements each. */
export async function* listRows(
  { database, checkpoints, tuples, ready }: Sources,
  { config, limit = Number.POSITIVE_INFINITY, before, filter = {} }: CheckpointListOptions & { config: RunnableConfig },
): AsyncGenerator<CheckpointTuple> {
  await ready();
  const conditions = conditionsOf(database.sql, await withOnlyNamespace(database, config), before, filter);
  let left = limit;
  let size = Number.isFinite(limit) ? Math.min(limit, PAGE_SIZE) : FIRST_PAGE_SIZE;
  let last: StoredCheckpoint | undefined;
  while (left > 0) {
    const page = await checkpoints.readPage(pageSource(database.sql, conditions, last, size));
    for (const tuple of await tuples.read(page)) {
      if (!matchesFilter(tuple.metadata, filter)) continue;
      yield tuple;
      left -= 1;
      if (left <= 0) return;
    }
    last = page.at(-1);
    if (page.length < size) return;
    size = PAGE_SIZE;
  }
}

/** Most threads have one namespace: named, an index has its checkpoints in order, and nothing has to be sorted. */
async function withOnlyNamespace(database: Database, { configurable }: RunnableConfig): Promise<RunnableConfig> {
  const threadId = configurable?.thread_id;
  if (threadId === undefined || configurable?.checkpoint_ns !== undefined) return { configurable };
  const { branches } = database.sql.tables;
  const { namespace } = branches;
  const found = await select(
    database,
    { namespace },
    sql`FROM ${branches} WHERE ${eq(branches.threadId, threadId)} GROUP BY ${namespace} LIMIT 2`,
  );
  const [only, ...others] = found;
  return { configurable: { ...configurable, ...(only && others.length === 0 && { checkpoint_ns: only.namespace }) } };
}

/** The page behind `last`, the last one of the page before, found in an index. */
function pageSource(
  { tables: { checkpoints } }: Dialect,
  conditions: (SQL | undefined)[],
  last: StoredCheckpoint | undefined,
  size: number,
): SQL {
  const { checkpointId, threadId, namespace } = checkpoints;
  const order = [checkpointId, threadId, namespace];
  const isBehind = last && sql`(${list(order)}) < (${storedId(last.id)}, ${last.threadId}, ${last.namespace})`;
  const where = and(...conditions, isBehind);
  return sql`${checkpoints} ${where && sql`WHERE ${where}`}
    ORDER BY ${list(order.map((column) => desc(column)))} LIMIT ${sql.raw(String(size))}`;
}

function conditionsOf(
  dialect: Dialect,
  config: RunnableConfig,
  before: RunnableConfig | undefined,
  filter: Record<string, unknown>,
): (SQL | undefined)[] {
  const { checkpoints } = dialect.tables;
  const { thread_id, checkpoint_ns, checkpoint_id } = config.configurable ?? {};
  const beforeId = before?.configurable?.checkpoint_id;
  return [
    thread_id === undefined ? undefined : eq(checkpoints.threadId, thread_id),
    checkpoint_ns === undefined ? undefined : eq(checkpoints.namespace, checkpoint_ns),
    checkpoint_id ? eq(checkpoints.checkpointId, storedId(checkpoint_id)) : undefined,
    beforeId ? lt(checkpoints.checkpointId, storedId(beforeId)) : undefined,
    // What the database can't judge, `matchesFilter` does.
    ...Object.entries(filter).map(([name, wanted]) => metadataEquals(dialect, name, wanted)),
  ];
}
