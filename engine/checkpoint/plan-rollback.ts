import { EngineError } from '../errors';
import type { CheckpointMetadata } from './checkpoint';
import { ROOT_NAMESPACE } from './namespace';
import type { PruneCounts } from './prune-options';
import type { PrunePlan } from './prune-plan';
import type { PruneBranch, PruneRow } from './prune-rows';
import { PruneRows } from './prune-rows';

// What goes when a run is taken back
// R1. The checkpoints that it wrote, in every namespace: the end of the branch that it extended, or a branch of its own.
// R2. Nothing else goes, nor gets another parent. Where anything that stays builds on one of them, nothing goes at all.
// R3. Where the run went on at a tip, tasks wrote there too, and in the subgraphs below: what was there before is put back.
// R4. The head goes back to the branch that had it, unless it was moved since to one that is not the run's.

/** What a run that goes on at a tip finds there: taken before it begins, for `rollBackRun`. */
export interface RunStart {
  tipId: string;
  /** Of the tip, and of what its subgraphs did there. */
  writes: readonly StartWrite[];
}

export interface StartWrite {
  namespace: string;
  checkpointId: string;
  taskId: string;
  index: number;
  /** As the saver keeps it. */
  stored: unknown;
}

/** What went with a run. `writes` counts those of its checkpoints. */
export interface RunRollback extends PruneCounts {
  /** The head afterwards; null when nothing of the thread is left. */
  headBranchId: string | null;
}

export interface RunToTakeBack {
  runId: string;
  /** Null for a run that wrote nothing but checkpoints of its own, as one with a new input does. */
  start: RunStart | null;
  /** The head when it began. */
  headBranchId: string | null;
}

export interface RollbackRow extends PruneRow {
  metadata: CheckpointMetadata;
}

export interface RollbackPlan<Row extends RollbackRow = RollbackRow> extends PrunePlan<Row> {
  /** Checkpoints that stay, and whose writes are to be those of the run's start. (R3) */
  restored: Row[];
  headBranchId: string | null;
}

/** @throws EngineError RUN_IN_USE when others stand on what the run wrote */
export function planRollback<Row extends RollbackRow>(
  threadId: string,
  checkpoints: readonly Row[],
  branches: readonly PruneBranch[],
  run: RunToTakeBack,
): RollbackPlan<Row> {
  const rows = new PruneRows(checkpoints, branches);
  const inOrder = checkpoints.toSorted((a, b) => (a.checkpointId < b.checkpointId ? -1 : 1));
  const removed = inOrder.filter((row) => isOf(rows, row, run.runId));
  const gone = new Set<PruneRow>(removed);
  const kept = inOrder.filter((row) => !gone.has(row));
  const standing = kept.filter((row) => standsOn(rows, row, gone));
  if (standing.length > 0) throw inUse(threadId, run.runId, rows, standing);
  return {
    removed,
    kept,
    newParents: new Map(),
    hostBranches: new Map(),
    ...planBranches(branches, kept, { gone, headBranchId: run.headBranchId }),
    restored: run.start === null ? [] : withInside(rows, kept, run.start.tipId),
  };
}

/** A graph that a node called with a config of its own tells no run: it is that of the checkpoint around it. */
function isOf(rows: PruneRows, row: RollbackRow, runId: string): boolean {
  if (row.metadata.run_id !== undefined) return row.metadata.run_id === runId;
  const owner = rows.ownerOf(row);
  return owner !== undefined && isOf(rows, owner as RollbackRow, runId);
}

function standsOn(rows: PruneRows, row: RollbackRow, gone: ReadonlySet<PruneRow>): boolean {
  const { copied_from, descents = [], taken_over = [] } = row.metadata;
  const isGone = (namespace: string, id: string | null) => {
    const found = rows.at(namespace, id);
    return found !== undefined && gone.has(found);
  };
  if (isGone(row.namespace, row.parentId)) return true;
  if (Object.entries(row.parents).some(([namespace, id]) => isGone(namespace, id))) return true;
  const originals = [...descents.flat(), ...(copied_from ? [copied_from] : [])];
  if (originals.some(({ namespace, checkpointId }) => isGone(namespace, checkpointId))) return true;
  // A copy that took over finished tasks goes on with what their subgraphs remember.
  const original = taken_over.length > 0 ? rows.parentOf(row) : undefined;
  return original !== undefined && rows.ownedBy(original).some((owned) => gone.has(owned));
}

const MAX_NAMED = 3;

function inUse(threadId: string, runId: string, rows: PruneRows, standing: readonly PruneRow[]): EngineError {
  const names = [...new Set(standing.map((row) => `"${rootOf(rows, row).branchId}"`))];
  const rest = names.length > MAX_NAMED ? ` and ${names.length - MAX_NAMED} more` : '';
  return new EngineError(
    'RUN_IN_USE',
    `Run "${runId}" of thread "${threadId}" can't be rolled back: branch ${names.slice(0, MAX_NAMED).join(', ')}${rest} goes on from steps that it wrote. Delete that branch first, or stop the run and keep what it finished.`,
  );
}

function rootOf(rows: PruneRows, row: PruneRow): PruneRow {
  const owner = rows.ownerOf(row);
  return owner === undefined ? row : rootOf(rows, owner);
}

function planBranches(
  branches: readonly PruneBranch[],
  kept: readonly PruneRow[],
  { gone, headBranchId }: { gone: ReadonlySet<PruneRow>; headBranchId: string | null },
): Pick<RollbackPlan, 'removedBranches' | 'changedBranches' | 'headBranchId'> {
  const tips = new Map(kept.map((row) => [keyOf(row), row.checkpointId]));
  const touched = new Set([...gone].map(keyOf));
  const planned = branches.map((branch) => {
    const tipId = touched.has(keyOf(branch)) ? tips.get(keyOf(branch)) : branch.tipId;
    return { branch, after: tipId === undefined ? null : { ...branch, tipId } };
  });
  const staying = planned.flatMap(({ after }) => after ?? []);
  const lost = branches.filter((branch) => branch.isHead && touched.has(keyOf(branch)));
  for (const { namespace, branchId } of lost) {
    const own = staying.filter((branch) => branch.namespace === namespace);
    const before = namespace === ROOT_NAMESPACE ? own.find((branch) => branch.branchId === headBranchId) : undefined;
    const head = before ?? own.find((branch) => branch.branchId === branchId) ?? latest(own);
    for (const branch of own) branch.isHead = branch === head; // R4
  }
  return {
    removedBranches: planned.flatMap(({ branch, after }) => (after === null ? [branch] : [])),
    changedBranches: planned
      .flatMap(({ branch, after }) => (after !== null && !isSame(branch, after) ? [after] : []))
      // A namespace never has two heads, also for a moment.
      .toSorted((a, b) => Number(a.isHead) - Number(b.isHead)),
    headBranchId: staying.find(({ namespace, isHead }) => namespace === ROOT_NAMESPACE && isHead)?.branchId ?? null,
  };
}

function latest(branches: readonly PruneBranch[]): PruneBranch | undefined {
  return branches.toSorted((a, b) => (a.tipId < b.tipId ? 1 : -1))[0];
}

function isSame(a: PruneBranch, b: PruneBranch): boolean {
  return a.tipId === b.tipId && a.isHead === b.isHead;
}

/** A checkpoint of the root graph, and those that subgraphs made there. */
function withInside<Row extends PruneRow>(rows: PruneRows, kept: readonly Row[], checkpointId: string): Row[] {
  const found = new Set<PruneRow>();
  const waiting = [rows.at(ROOT_NAMESPACE, checkpointId)];
  for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
    found.add(row);
    waiting.push(...rows.ownedBy(row));
  }
  return kept.filter((row) => found.has(row));
}

function keyOf({ namespace, branchId }: { namespace: string; branchId: string }): string {
  return `${namespace}\n${branchId}`;
}
