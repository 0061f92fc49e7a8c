import type { SQL } from 'drizzle-orm';
import { and, desc, eq, lt, sql } from 'drizzle-orm';
import type { CheckpointListOptions, CheckpointTuple, RunnableConfig } from '@/engine';
import { matchesFilter } from '@/engine';
import { metadataEquals } from './checkpoint-conditions';
import type { Database } from './database';
import type { Dialect } from './dialect';
import type { TupleRow } from './hot/reads';
import { joinBranch, tupleFields } from './hot/reads';
import { list, select, selectMany } from './query';
import { storedId } from './stored-id';
import type { TupleReader } from './tuple-reader';

/** Most callers want the first few; who goes on gets larger pages. */
const FIRST_PAGE_SIZE = 50;
const PAGE_SIZE = 1_000;

/** The contract's `list`, once it is `ready`: newest first, in pages of a few statements each. */
export async function* listRows(
  database: Database,
  reader: TupleReader,
  ready: () => void | Promise<void>,
  { config, limit = Number.POSITIVE_INFINITY, before, filter = {} }: CheckpointListOptions & { config: RunnableConfig },
): AsyncGenerator<CheckpointTuple> {
  await ready();
  const conditions = conditionsOf(database.sql, await withOnlyNamespace(database, config), before, filter);
  let left = limit;
  let last: TupleRow | undefined;
  while (left > 0) {
    const size = last === undefined ? FIRST_PAGE_SIZE : PAGE_SIZE;
    const rows = await readPage(database, conditions, last, size);
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

/** The page behind `last`, the last row of the page before. Its keys are found first, in an index, then what is read of them. */
function readPage(database: Database, conditions: (SQL | undefined)[], last: TupleRow | undefined, size: number) {
  const { tables, joinEach } = database.sql;
  const { checkpoints } = tables;
  const { checkpointId, threadId, namespace } = checkpoints;
  const order = [checkpointId, threadId, namespace];
  const isBehind = last && sql`(${list(order)}) < (${last.checkpointId}, ${last.threadId}, ${last.namespace})`;
  const where = and(...conditions, isBehind);
  const newest = sql`ORDER BY ${list(order.map((column) => desc(column)))}`;
  return selectMany(
    database,
    tupleFields(database.sql),
    sql`FROM (SELECT ${threadId} AS thread, ${namespace} AS place, ${checkpointId} AS id FROM ${checkpoints}
        ${where && sql`WHERE ${where}`} ${newest} LIMIT ${sql.raw(String(size))}) page
      ${joinEach(checkpoints, sql`${threadId} = page.thread AND ${namespace} = page.place AND ${checkpointId} = page.id`)}
      ${joinBranch(tables)} ${newest}`,
  );
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
