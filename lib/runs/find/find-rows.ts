import type { TimelineRow } from '@/engine';
import type { ThreadRecord } from '@/lib/storage/store';
import type { RunsContext } from '../context';
import { pathTo, readWholeTimeline } from '../path';
import { branchNotFound, checkpointNotFound } from '../placement';

export interface FindScope {
  branchId?: string | undefined;
  after?: string | undefined;
}

/**
 * What a search goes through, oldest first; each row's parent comes before it, if it is there.
 * @throws AppError BRANCH_NOT_FOUND, CHECKPOINT_NOT_FOUND
 */
export async function readFindRows(
  context: RunsContext,
  { threadId }: ThreadRecord,
  { branchId, after }: FindScope,
): Promise<TimelineRow[]> {
  const [rows, branches] = await Promise.all([
    readWholeTimeline(context, threadId),
    context.store.saver.readBranches(threadId),
  ]);
  if (after !== undefined && !rows.some((row) => row.checkpointId === after)) throw checkpointNotFound(threadId, after);
  const inScope = branchId === undefined ? rows : pathTo(rows, tipOf(branches, branchId, threadId), threadId);
  return after === undefined ? inScope : inScope.filter((row) => row.checkpointId > after);
}

function tipOf(branches: { branchId: string; tipId: string }[], branchId: string, threadId: string): string {
  const branch = branches.find((each) => each.branchId === branchId);
  if (branch === undefined) throw branchNotFound(threadId, branchId);
  return branch.tipId;
}

/** A row whose state has to be looked at, and those behind it, up to the next one, whose parents' verdicts are theirs too. */
export interface FindGroup {
  row: TimelineRow;
  followers: TimelineRow[];
}

/**
 * A step of a run that changed nothing that the expression sees leaves the verdict as it was. Everything else is looked at:
 * where a branch starts, what people wrote, and what follows checkpoints that were pruned.
 * @param sees keys of the state; null for all
 */
export function groupRows(rows: readonly TimelineRow[], sees: readonly string[] | null): FindGroup[] {
  const seen = sees && new Set(sees);
  const groups: FindGroup[] = [];
  const byId = new Map<string, TimelineRow>();
  for (const row of rows) {
    const last = groups.at(-1);
    const parent = row.parentId === null ? undefined : byId.get(row.parentId);
    if (last !== undefined && seen !== null && parent !== undefined && isAsBefore(row, parent, seen)) {
      last.followers.push(row);
    } else groups.push({ row, followers: [] });
    byId.set(row.checkpointId, row);
  }
  return groups;
}

function isAsBefore(row: TimelineRow, parent: TimelineRow, seen: ReadonlySet<string>): boolean {
  const isNextStep = row.source === 'loop' && row.branchId === parent.branchId && row.step === parent.step + 1;
  return isNextStep && !row.changed.some(({ channel }) => seen.has(channel));
}
