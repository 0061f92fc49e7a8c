import { requireRemovable } from './branch-removal';
import type { PruneRule } from './prune-options';
import type { PruneBranch, PruneRow } from './prune-rows';
import { PruneRows } from './prune-rows';
import { PruneVisits } from './prune-visits';

// Which checkpoints of a thread stay
// P1. By themselves, of a root graph: those young enough, the last `keepLast` of each branch, the head's tip unless
//     `keepHeads` is false, and a branch's tip at which a task waits for an answer.
// P2. What a subgraph did at a checkpoint that stays, stays; the rest of a subgraph goes with the checkpoint at which it was done.
// P3. But a subgraph that keeps its state over the thread goes on from its latest checkpoint on the outer graph's way: what
//     stays needs that one, and forks that begin where one was made. The checkpoint around it may go: then it is told which
//     branch led on from there.
// P4. A branch of a root graph of which anything stays keeps its tip: it ends where it ended.
// P5. Where the ways to two checkpoints that stay part, that checkpoint stays too. So what stays of a tree is a tree.
// What stays and lost its parent becomes a child of the nearest ancestor that stays; the first that has none, a root.

export interface PrunePlan<Row extends PruneRow = PruneRow> {
  /** Ascending by checkpoint id. */
  removed: Row[];
  /** Ascending by checkpoint id. */
  kept: Row[];
  /** New parents of checkpoints that stay and whose parent goes. */
  newParents: Map<Row, string | null>;
  /** Of a subgraph's checkpoints that stay, while the one around them goes: the branch that led on from there. (P3) */
  hostBranches: Map<Row, string>;
  removedBranches: PruneBranch[];
  /** Branches that stay, as they are to be, where that is not as they are. */
  changedBranches: PruneBranch[];
}

/** @param isWaiting tells of a branch whether a task at its tip waits for an answer */
export function planPrune<Row extends PruneRow>(
  checkpoints: readonly Row[],
  branches: readonly PruneBranch[],
  isWaiting: (branch: PruneBranch) => boolean,
  rule: PruneRule,
): PrunePlan<Row> {
  return planKeeping(checkpoints, branches, (rows) => stayingByThemselves(rows, isWaiting, rule));
}

/**
 * Takes one branch of a root graph and leaves the rest as it is: what its checkpoints alone need goes along (P2).
 * @throws EngineError BRANCH_NOT_FOUND, or BRANCH_IN_USE when it is the last, or others begin on it
 */
export function planBranchRemoval<Row extends PruneRow>(
  threadId: string,
  checkpoints: readonly Row[],
  branches: readonly PruneBranch[],
  branchId: string,
): PrunePlan<Row> {
  requireRemovable(threadId, checkpoints, branches, branchId);
  return planKeeping(checkpoints, branches, (rows) =>
    rows.all.filter((row) => row.branchId !== branchId && rows.ownerOf(row) === undefined),
  );
}

function planKeeping<Row extends PruneRow>(
  checkpoints: readonly Row[],
  branches: readonly PruneBranch[],
  stayingOf: (rows: PruneRows) => PruneRow[],
): PrunePlan<Row> {
  const rows = new PruneRows(checkpoints, branches);
  const kept = closure(rows, stayingOf(rows));
  const inOrder = checkpoints.toSorted((a, b) => (a.checkpointId < b.checkpointId ? -1 : 1));
  const removed = inOrder.filter((row) => !kept.has(row));
  if (removed.length === 0) {
    const none = { newParents: new Map(), hostBranches: new Map(), removedBranches: [], changedBranches: [] };
    return { removed, kept: inOrder, ...none };
  }
  const stays = inOrder.filter((row) => kept.has(row));
  const newParents = new Map<Row, string | null>();
  for (const row of stays) {
    const parent = rows.parentOf(row);
    if (parent !== undefined && !kept.has(parent)) newParents.set(row, nearestKept(rows, kept, parent));
  }
  const hostBranches = branchesOfHosts(rows, kept, stays);
  return { removed, kept: stays, newParents, hostBranches, ...planBranches(rows, stays, newParents) };
}

// P3. By P5, one way only leads on from a checkpoint that goes to those that stay.
function branchesOfHosts<Row extends PruneRow>(
  rows: PruneRows,
  kept: ReadonlySet<PruneRow>,
  stays: readonly Row[],
): Map<Row, string> {
  const ledTo = new Map<PruneRow, PruneRow>();
  for (const row of stays) {
    for (let at = rows.parentOf(row); at !== undefined && !kept.has(at); at = rows.parentOf(at)) ledTo.set(at, row);
  }
  return new Map(
    stays.flatMap((row): [Row, string][] => {
      const visit = rows.visitOf(row);
      const host = visit && rows.at(visit.outer, visit.hostId);
      const next = host && ledTo.get(host);
      return next ? [[row, next.branchId]] : [];
    }),
  );
}

// P1
function stayingByThemselves(
  rows: PruneRows,
  isWaiting: (branch: PruneBranch) => boolean,
  { olderThanMs, keepLast, keepHeads }: PruneRule,
): PruneRow[] {
  const staying: PruneRow[] = [];
  const left = new Map<PruneBranch | undefined, number>();
  for (const row of rows.all.toReversed()) {
    if (rows.ownerOf(row) !== undefined) continue;
    const branch = rows.branchOf(row);
    const place = left.get(branch) ?? 0;
    left.set(branch, place + 1);
    const isHeld = branch?.tipId === row.checkpointId && ((branch.isHead && keepHeads) || isWaiting(branch));
    if (row.createdAt >= olderThanMs || place < keepLast || isHeld) staying.push(row);
  }
  return staying;
}

function closure(rows: PruneRows, staying: readonly PruneRow[]): Set<PruneRow> {
  const kept = new Set<PruneRow>();
  const visits = new PruneVisits(rows);
  const walked = new Set<PruneRow>();
  for (let added = staying; added.length > 0; added = visits.neededToTell(kept) /* P3 */) {
    const waiting = [...added];
    const keep = (row: PruneRow | undefined) => row !== undefined && waiting.push(row);
    for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
      if (kept.has(row)) continue;
      kept.add(row);
      for (const owned of rows.ownedBy(row)) keep(owned); // P2
      for (const needed of visits.neededBy(row)) keep(needed); // P3
      if (rows.ownerOf(row) === undefined) keep(rows.at(row.namespace, rows.branchOf(row)?.tipId ?? null)); // P4
      keep(walkUp(rows, row, walked)); // P5
    }
  }
  return kept;
}

/** Goes towards the root until it meets a way that was gone before: the checkpoint where the two part. */
function walkUp(rows: PruneRows, from: PruneRow, walked: Set<PruneRow>): PruneRow | undefined {
  let at: PruneRow | undefined = from;
  for (; at !== undefined && !walked.has(at); at = rows.parentOf(at)) walked.add(at);
  return at;
}

function nearestKept(rows: PruneRows, kept: ReadonlySet<PruneRow>, from: PruneRow): string | null {
  let at: PruneRow | undefined = from;
  while (at !== undefined && !kept.has(at)) at = rows.parentOf(at);
  return at?.checkpointId ?? null;
}

function planBranches(
  rows: PruneRows,
  kept: readonly PruneRow[],
  newParents: ReadonlyMap<PruneRow, string | null>,
): Pick<PrunePlan, 'removedBranches' | 'changedBranches'> {
  const isKept = new Set(kept);
  const staying = new Map<PruneBranch, PruneBranch>();
  for (const row of kept) {
    const branch = rows.branchOf(row);
    if (branch === undefined) continue;
    const planned = staying.get(branch) ?? { ...branch };
    staying.set(branch, planned);
    const newParent = newParents.get(row);
    const parentId = newParent === undefined ? row.parentId : newParent;
    const isFirst = rows.at(row.namespace, parentId)?.branchId !== row.branchId;
    if (isFirst) planned.forkCheckpointId = parentId;
  }
  for (const planned of staying.values()) {
    const tip = rows.at(planned.namespace, planned.tipId);
    planned.tipId = (tip && nearestKept(rows, isKept, tip)) ?? planned.tipId;
  }
  giveHeads([...staying.values()]);
  return {
    removedBranches: rows.branches.filter((branch) => !staying.has(branch)),
    changedBranches: [...staying].flatMap(([branch, planned]) => (isSame(branch, planned) ? [] : [planned])),
  };
}

/** Where a namespace's head goes, the branch with the latest tip takes its place. */
function giveHeads(branches: readonly PruneBranch[]): void {
  const latest = new Map<string, PruneBranch>();
  for (const branch of branches) {
    const other = latest.get(branch.namespace);
    const isBetter = other === undefined || branch.isHead || (!other.isHead && branch.tipId > other.tipId);
    if (isBetter) latest.set(branch.namespace, branch);
  }
  for (const branch of latest.values()) branch.isHead = true;
}

function isSame(a: PruneBranch, b: PruneBranch): boolean {
  return a.forkCheckpointId === b.forkCheckpointId && a.tipId === b.tipId && a.isHead === b.isHead;
}
