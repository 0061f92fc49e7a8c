import type { SQL } from 'drizzle-orm';
import { and, eq, gt, sql } from 'drizzle-orm';
import type { CheckpointSource, TimelineQuery, TimelineRow } from '@/engine';
import { filterConditions } from './checkpoint-conditions';
import type { Database } from './database';
import type { Dialect } from './dialect';
import { execute } from './query';
import type { BytesColumn, RowPage } from './row-page';
import { pageQuery, readPage } from './row-page';
import { readStepOutline } from './step-outline';
import { idTextAt, storedId } from './stored-id';
import { readUnfinishedTasks } from './unfinished-tasks';

const NO_TASKS: string[] = [];
Object.freeze(NO_TASKS);

/** A page of the timeline in two statements: rows with their records, and the tasks that wait or failed at them. */
export async function readTimelineRows(
  database: Database,
  threadId: string,
  query: TimelineQuery,
): Promise<TimelineRow[]> {
  const found = await execute(database, timelineQuery(database.sql, threadId, query));
  const page = readSteps(readPage(timelineFields(database.sql), found));
  const place = { threadId, namespace: query.namespace ?? '' };
  const unfinished = await readUnfinishedTasks(database, place, page);
  if (unfinished.size > 0) for (const step of page.steps) Object.assign(step, unfinished.get(step.checkpointId));
  return page.steps;
}

export function timelineQuery(
  dialect: Dialect,
  threadId: string,
  { namespace = '', after, branchId, filter = {}, limit }: TimelineQuery,
): SQL {
  const { checkpoints } = dialect.tables;
  const where = and(
    eq(checkpoints.threadId, threadId),
    eq(checkpoints.namespace, namespace),
    after === undefined ? undefined : gt(checkpoints.checkpointId, storedId(after)),
    branchId === undefined ? undefined : eq(checkpoints.branchId, branchId),
    ...filterConditions(dialect, { threadId, namespace }, filter),
  );
  return pageQuery(
    dialect,
    timelineFields(dialect),
    sql`FROM ${checkpoints} WHERE ${where} ORDER BY ${checkpoints.checkpointId} LIMIT ${limit}`,
  );
}

function timelineFields({ tables: { checkpoints } }: Dialect) {
  const { checkpointId, parentId, branchId, step, source, runId, createdAt, next, record } = checkpoints;
  return {
    bytes: { id: checkpointId, parent: parentId, run: runId, record },
    values: { branchId, step, source, createdAt, next },
  };
}

/** What the rows have in common is one for all of them. */
function readSteps({ count, bytes, values }: RowPage<ReturnType<typeof timelineFields>>) {
  const steps: TimelineRow[] = [];
  const loneTaskIds: (string | null)[] = [];
  const nextOf = new Map<string, string[]>();
  const { record } = bytes;
  for (let at = 0; at < count; at++) {
    const { tasks, changed, loneTaskId } = readStepOutline(
      record.bytes,
      record.starts[at] as number,
      record.starts[at + 1] as number,
    );
    const nextText = values.next[at] as string;
    let next = nextOf.get(nextText);
    if (next === undefined) {
      next = JSON.parse(nextText) as string[];
      nextOf.set(nextText, next);
    }
    loneTaskIds.push(loneTaskId);
    steps.push({
      checkpointId: idIn(bytes.id, at) as string,
      parentId: idIn(bytes.parent, at),
      branchId: values.branchId[at] as string,
      step: values.step[at] as number,
      source: values.source[at] as CheckpointSource,
      runId: idIn(bytes.run, at),
      createdAt: values.createdAt[at] as number,
      next,
      tasks,
      changed,
      interruptedTasks: NO_TASKS,
      failedTasks: NO_TASKS,
    });
  }
  return { steps, loneTaskIds };
}

function idIn({ bytes, starts, isNull }: BytesColumn, row: number): string | null {
  return isNull(row) ? null : idTextAt(bytes, starts[row] as number, starts[row + 1] as number);
}
