import type { Column, SQL } from 'drizzle-orm';
import { and, eq, gt, sql } from 'drizzle-orm';
import type { CheckpointSource, TimelineQuery, TimelineRow } from '@/engine';
import { filterConditions } from './checkpoint-conditions';
import type { Database } from './database';
import type { Dialect } from './dialect';
import { hotReads, readHot } from './hot/reads';
import { execute } from './query';
import type { RowPage } from './row-page';
import { idAt, pageQuery, readPage } from './row-page';
import type { StepOutline } from './step-outline';
import { readStepOutline } from './step-outline';
import { idText, storedId } from './stored-id';
import { reservedTasks, unfinishedTasks } from './unfinished-tasks';

/** Longer records are not put together with the page: 10,000 of them could be more than a driver takes at once. */
const MAX_JOINED_BYTES = 16 * 1024;

const NO_TASKS: string[] = [];
Object.freeze(NO_TASKS);
const NO_RECORDS: ReadonlyMap<string, Uint8Array> = new Map();

/** A page of the timeline in one statement, and others when tasks wait or failed at its checkpoints, or records are long. */
export async function readTimelineRows(
  database: Database,
  threadId: string,
  query: TimelineQuery,
): Promise<TimelineRow[]> {
  const found = await execute(database, timelineQuery(database.sql, threadId, query));
  const place = { threadId, namespace: query.namespace ?? '' };
  const rows = readPage(database.sql, timelineFields(database.sql), found);
  const page = readSteps(rows, await readLongRecords(database, place, rows));
  const reserved = (found[0]?.reserved ?? null) as string | null;
  const unfinished = await unfinishedTasks(database, place, reserved, page);
  if (unfinished.size > 0) for (const step of page.steps) Object.assign(step, unfinished.get(step.checkpointId));
  return page.steps;
}

export function timelineQuery(
  dialect: Dialect,
  threadId: string,
  { namespace = '', after, branchId, filter = {}, limit }: TimelineQuery,
): SQL {
  const { checkpoints, checkpointWrites } = dialect.tables;
  const isBehind = (id: Column) => (after === undefined ? undefined : gt(id, storedId(after)));
  const where = and(
    eq(checkpoints.threadId, threadId),
    eq(checkpoints.namespace, namespace),
    isBehind(checkpoints.checkpointId),
    branchId === undefined ? undefined : eq(checkpoints.branchId, branchId),
    ...filterConditions(dialect, { threadId, namespace }, filter),
  );
  const rows = sql`FROM ${checkpoints} WHERE ${where} ORDER BY ${checkpoints.checkpointId} LIMIT ${limit}`;
  const last = sql`(SELECT page.id FROM (SELECT ${checkpoints.checkpointId} AS id ${rows}) AS page ORDER BY page.id DESC LIMIT 1)`;
  const { checkpointId } = checkpointWrites;
  const range = sql`${and(isBehind(checkpointId), sql`${checkpointId} <= ${last}`)}`;
  const reserved = reservedTasks(dialect, { threadId, namespace }, range);
  return pageQuery(dialect, timelineFields(dialect), rows, sql`${reserved} AS reserved`);
}

/** Null for a long one. */
export function joinedRecord({ tables: { checkpoints } }: Dialect): SQL {
  const { record } = checkpoints;
  return sql`CASE WHEN length(${record}) <= ${sql.raw(String(MAX_JOINED_BYTES))} THEN ${record} END`;
}

function timelineFields(dialect: Dialect) {
  const { checkpointId, parentId, branchId, step, source, runId, createdAt, next } = dialect.tables.checkpoints;
  return {
    bytes: { id: checkpointId, parent: parentId, run: runId, record: joinedRecord(dialect) },
    numbers: { step, createdAt },
    texts: { branchId, source, next },
  };
}

type Rows = RowPage<ReturnType<typeof timelineFields>>;

/** By checkpoint: the records that the page left out. */
export async function readLongRecords(
  database: Database,
  { threadId: thread, namespace }: { threadId: string; namespace: string },
  { count, bytes: { id, record } }: { count: number; bytes: Pick<Rows['bytes'], 'id' | 'record'> },
): Promise<ReadonlyMap<string, Uint8Array>> {
  const keys: object[] = [];
  for (let at = 0; at < count; at++) {
    if (!record.isNull(at)) continue;
    keys.push({ thread, namespace, checkpoint: id.bytes.toString('hex', id.starts[at], id.starts[at + 1]) });
  }
  if (keys.length === 0) return NO_RECORDS;
  const found = await readHot(database, hotReads(database.sql).longRecords, [JSON.stringify(keys)]);
  return new Map(found.map((row) => [idText(row.checkpointId), row.record]));
}

/** What the rows have in common is one for all of them. */
function readSteps({ count, bytes, numbers, texts }: Rows, longRecords: ReadonlyMap<string, Uint8Array>) {
  const steps: TimelineRow[] = [];
  const loneTaskIds: (string | null)[] = [];
  const nextOf = new Map<string, string[]>();
  const { record } = bytes;
  for (let at = 0; at < count; at++) {
    const checkpointId = idAt(bytes.id, at) as string;
    const outline = record.isNull(at)
      ? outlineOfLong(longRecords.get(checkpointId))
      : readStepOutline(record.bytes, record.starts[at] as number, record.starts[at + 1] as number);
    // Somebody deleted the thread between two statements.
    if (outline === null) continue;
    const { tasks, changed, loneTaskId } = outline;
    const nextText = texts.next[at] as string;
    let next = nextOf.get(nextText);
    if (next === undefined) {
      next = JSON.parse(nextText) as string[];
      Object.freeze(next);
      nextOf.set(nextText, next);
    }
    loneTaskIds.push(loneTaskId);
    steps.push({
      checkpointId,
      parentId: idAt(bytes.parent, at),
      branchId: texts.branchId[at] as string,
      step: numbers.step[at] as number,
      source: texts.source[at] as CheckpointSource,
      runId: idAt(bytes.run, at),
      createdAt: numbers.createdAt[at] as number,
      next,
      tasks,
      changed,
      interruptedTasks: NO_TASKS,
      failedTasks: NO_TASKS,
    });
  }
  return { steps, loneTaskIds };
}

function outlineOfLong(record: Uint8Array | undefined): StepOutline | null {
  if (record === undefined) return null;
  return readStepOutline(Buffer.from(record.buffer, record.byteOffset, record.byteLength), 0, record.length);
}
