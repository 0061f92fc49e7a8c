import { type BranchRow, jsonSerializer, NULL_TASK_ID, type PendingWrite, RESUME, type TimelineRow } from '@/engine';
import type { RunsContext } from '../context';
import { pathTo, readWholeTimeline } from '../path';
import { branchNotFound } from '../placement';
import { readTaskWrites } from '../task-writes';
import { branchTooLarge, READ_LIMIT, refused, STEP_LIMIT } from './refused';

/** A branch back to the thread's root, as far as a test can be made of it. */
export interface RecordedBranch {
  branch: BranchRow;
  /** How many branches the thread has. */
  branches: number;
  /** From the thread's first input to the branch's tip, over fork points. */
  rows: TimelineRow[];
  /** What tasks wrote, by the task. */
  writes: ReadonlyMap<string, PendingWrite[]>;
}

const PAGE = 64;

/** @param branchId null: the head. @throws AppError BRANCH_NOT_FOUND, NOT_REPLAYABLE, TOO_LARGE */
export async function readBranch(
  context: RunsContext,
  threadId: string,
  branchId: string | null,
): Promise<RecordedBranch> {
  const branches = await context.store.saver.readBranches(threadId);
  const branch = branches.find((each) => (branchId === null ? each.isHead : each.branchId === branchId));
  if (branch === undefined) {
    if (branchId !== null) throw branchNotFound(threadId, branchId);
    throw refused('nothing ran on this thread yet', 'Run it first.');
  }
  const rows = pathTo(await readWholeTimeline(context, threadId), branch.tipId, threadId);
  refuseGaps(rows);
  return { branch, branches: branches.length, rows, writes: await readWrites(context, threadId, rows) };
}

function refuseGaps(rows: readonly TimelineRow[]): void {
  const [first] = rows;
  if (first?.source !== 'input' || first.parentId !== null) {
    throw refused('its first steps are not stored any more', 'Save a test before old checkpoints are pruned.');
  }
  const gap = rows.findIndex((row, index) => index > 0 && row.step !== (rows[index - 1]?.step ?? 0) + 1);
  if (gap > 0) {
    const [before, after] = [rows[gap - 1]?.step, rows[gap]?.step];
    throw refused(
      `the steps between ${before} and ${after} were pruned or never saved, as between milestones`,
      'Run it once more with durability "async", which saves every step, and save that.',
    );
  }
  if (rows.length > STEP_LIMIT) {
    throw refused(`it has more than ${STEP_LIMIT} checkpoints`, 'Save a shorter branch.');
  }
  // Sizes as they are stored, often compressed: what is too large so is not read at all.
  const bytes = rows.flatMap(({ changed }) => changed).reduce((sum, change) => sum + change.bytes, 0);
  if (bytes > READ_LIMIT) throw branchTooLarge();
}

async function readWrites(
  context: RunsContext,
  threadId: string,
  rows: readonly TimelineRow[],
): Promise<ReadonlyMap<string, PendingWrite[]>> {
  const byTask = new Map<string, PendingWrite[]>();
  let bytes = 0;
  for (let from = 0; from < rows.length; from += PAGE) {
    const ids = rows.slice(from, from + PAGE).map(({ checkpointId }) => checkpointId);
    const page = await readTaskWrites(context, threadId, ids);
    refuseCommands(page.get(NULL_TASK_ID) ?? []);
    for (const [taskId, writes] of page) {
      byTask.set(taskId, writes);
      for (const [, value] of writes) bytes += jsonSerializer.encode(value).length;
    }
    if (bytes > READ_LIMIT) throw branchTooLarge();
  }
  return byTask;
}

/** What a run's own Command wrote belongs to no task. Its answer does: it is kept with the one that asked. */
function refuseCommands(writes: readonly PendingWrite[]): void {
  if (writes.every(([channel]) => channel === RESUME)) return;
  throw refused(
    'a run of it began with a Command that updates the state or goes to a node',
    'Make such a change with an edit instead, and run on from there.',
  );
}
