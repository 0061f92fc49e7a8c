import type { BranchRemoval } from './branch-removal';
import { headAfter } from './branch-removal';
import type { Entry, MemoryLineage } from './memory-lineage';
import { unfinishedTasks } from './memory-timeline';
import { bytesOfValues, bytesOfWrites, valuesNeededBy } from './memory-values';
import type { StoredWrite } from './memory-writes';
import { keepsState, ROOT_NAMESPACE } from './namespace';
import type { RollbackRow, RunRollback, RunStart, RunToTakeBack, StartWrite } from './plan-rollback';
import { planRollback } from './plan-rollback';
import type { PruneCounts, PruneRule } from './prune-options';
import type { PrunePlan } from './prune-plan';
import { planBranchRemoval, planPrune } from './prune-plan';
import type { PruneBranch, PruneRow } from './prune-rows';

type Lineages = Map<string, MemoryLineage>;

/** What pruning takes from one thread, and the deed; null when it takes nothing. */
export interface MemoryPrune {
  counts: PruneCounts;
  isGone: boolean;
  apply(): void;
}

export function pruneLineages(lineages: Lineages, rule: PruneRule): MemoryPrune | null {
  const { rows, branches } = stored(lineages);
  const plan = planPrune(rows, branches, (branch) => isWaiting(lineages, branch), rule);
  if (plan.removed.length === 0) return null;
  return { counts: count(lineages, plan), isGone: plan.kept.length === 0, apply: () => apply(lineages, plan) };
}

/** @throws EngineError */
export function rollBack(
  lineages: Lineages,
  threadId: string,
  run: RunToTakeBack,
): { rollback: RunRollback; apply(): void } {
  const { rows, branches } = stored(lineages);
  const plan = planRollback(threadId, rows, branches, run);
  const rollback = { ...count(lineages, plan), headBranchId: plan.headBranchId };
  return {
    rollback,
    apply: () => {
      apply(lineages, plan);
      for (const { namespace, checkpointId } of plan.restored) {
        const isHere = (write: StartWrite) => write.namespace === namespace && write.checkpointId === checkpointId;
        const { entries, writes } = lineages.get(namespace) as MemoryLineage;
        writes.replace(
          entries.get(checkpointId) as Entry,
          (run.start?.writes ?? []).filter(isHere) as MemoryStartWrite[],
        );
      }
    },
  };
}

export interface MemoryStartWrite extends StartWrite {
  stored: StoredWrite;
}

export function startOf(lineages: Lineages, tipId: string): RunStart {
  const writes = [...lineages].flatMap(([namespace, lineage]) =>
    lineage.order
      .filter(({ id }) => (namespace === ROOT_NAMESPACE ? id === tipId : id > tipId))
      .flatMap((entry) =>
        lineage.writes.at(entry).map(
          ({ taskId, index, write }): MemoryStartWrite => ({
            ...{ namespace, checkpointId: entry.id, taskId, index },
            stored: write,
          }),
        ),
      ),
  );
  return { tipId, writes };
}

/** A branch of the root graph. @throws EngineError */
export function removeBranch(
  lineages: Lineages,
  threadId: string,
  branchId: string,
): { removal: BranchRemoval; apply(): void } {
  const { rows, branches } = stored(lineages);
  const plan = planBranchRemoval(threadId, rows, branches, branchId);
  const removal = { ...count(lineages, plan), headBranchId: headAfter(branches, plan) };
  return { removal, apply: () => apply(lineages, plan) };
}

function stored(lineages: Lineages): { rows: RollbackRow[]; branches: PruneBranch[] } {
  return {
    rows: [...lineages].flatMap(([namespace, lineage]) => lineage.order.map((entry) => rowOf(namespace, entry))),
    branches: [...lineages].flatMap(([namespace, lineage]) => branchesOf(namespace, lineage)),
  };
}

function rowOf(namespace: string, { id, parentId, branchId, createdAt, metadata }: Entry): RollbackRow {
  return {
    namespace,
    checkpointId: id,
    parentId,
    branchId,
    createdAt,
    parents: metadata.parents ?? {},
    keepsState: keepsState(namespace, metadata),
    hostBranch: metadata.host_branch,
    metadata,
  };
}

function branchesOf(namespace: string, { branches, headId }: MemoryLineage): PruneBranch[] {
  return [...branches.values()].map(({ branchId, forkCheckpointId, tipId }) => ({
    namespace,
    branchId,
    forkCheckpointId,
    tipId,
    isHead: branchId === headId,
  }));
}

function isWaiting(lineages: Lineages, { namespace, tipId }: PruneBranch): boolean {
  const lineage = lineages.get(namespace);
  const tip = lineage?.entries.get(tipId);
  return lineage !== undefined && tip !== undefined && unfinishedTasks(lineage, tip).interruptedTasks.length > 0;
}

function count(lineages: Lineages, { removed, kept, removedBranches }: PrunePlan): PruneCounts {
  const counts = { checkpoints: removed.length, branches: removedBranches.length, writes: 0, values: 0, bytes: 0 };
  for (const [namespace, lineage] of lineages) {
    const gone = entriesOf(lineage, namespace, removed);
    const before = valuesNeededBy(lineage, lineage.order);
    const after = valuesNeededBy(lineage, entriesOf(lineage, namespace, kept));
    for (const entry of gone) counts.writes += lineage.writes.storedAt(entry).length;
    counts.values += before.values.size - after.values.size;
    counts.bytes += bytesOfValues(before) - bytesOfValues(after) + bytesOfWrites(lineage, gone);
  }
  return counts;
}

function entriesOf(lineage: MemoryLineage, namespace: string, rows: readonly PruneRow[]): Entry[] {
  return rows.filter((row) => row.namespace === namespace).map((row) => lineage.entries.get(row.checkpointId) as Entry);
}

function apply(lineages: Lineages, plan: PrunePlan): void {
  for (const [namespace, lineage] of lineages) {
    const isHere = (row: { namespace: string }) => row.namespace === namespace;
    const tips = new Map(plan.changedBranches.filter(isHere).map(({ tipId }) => [tipId, lineage.stateAt(tipId)]));
    const newParents = [...plan.newParents].filter(([row]) => isHere(row));
    lineage.prune(
      new Set(plan.removed.filter(isHere).map(({ checkpointId }) => checkpointId)),
      new Map(newParents.map(([row, parentId]) => [row.checkpointId, parentId])),
    );
    for (const [row, host_branch] of plan.hostBranches) {
      const entry = isHere(row) ? lineage.entries.get(row.checkpointId) : undefined;
      if (entry) entry.metadata = { ...entry.metadata, host_branch };
    }
    for (const { branchId } of plan.removedBranches.filter(isHere)) lineage.branches.delete(branchId);
    for (const { branchId, forkCheckpointId, tipId, isHead } of plan.changedBranches.filter(isHere)) {
      const branch = lineage.branches.get(branchId);
      const tip = tips.get(tipId);
      if (branch !== undefined && tip !== undefined) Object.assign(branch, { forkCheckpointId, tipId, tip });
      if (isHead) lineage.headId = branchId;
    }
    for (const value of valuesNeededBy(lineage, lineage.order).cutOff) value.becomeWhole();
    if (lineage.isEmpty) lineages.delete(namespace);
  }
}
