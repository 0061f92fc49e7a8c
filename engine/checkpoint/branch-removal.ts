import { EngineError } from '../errors';
import { ROOT_NAMESPACE } from './namespace';
import type { PruneCounts } from './prune-options';
import type { PruneBranch, PruneRow } from './prune-rows';

/** What goes with a branch, or went. */
export interface BranchRemoval extends PruneCounts {
  /** The head afterwards: another branch when it was the one that goes. */
  headBranchId: string;
}

const MAX_NAMED = 3;

/** @throws EngineError BRANCH_NOT_FOUND, or BRANCH_IN_USE when it is the last, or others begin on it */
export function requireRemovable(
  threadId: string,
  checkpoints: readonly PruneRow[],
  branches: readonly PruneBranch[],
  branchId: string,
): void {
  const ofRoot = branches.filter(({ namespace }) => namespace === ROOT_NAMESPACE);
  if (!ofRoot.some((branch) => branch.branchId === branchId)) {
    throw new EngineError('BRANCH_NOT_FOUND', `Thread "${threadId}" has no branch "${branchId}" of its own graph.`);
  }
  if (ofRoot.length === 1) {
    throw new EngineError(
      'BRANCH_IN_USE',
      `Branch "${branchId}" is the only one of thread "${threadId}". Delete the thread to remove it.`,
    );
  }
  const own = new Set(checkpoints.filter((row) => row.branchId === branchId).map((row) => row.checkpointId));
  const hanging = ofRoot.filter(({ forkCheckpointId }) => forkCheckpointId !== null && own.has(forkCheckpointId));
  if (hanging.length === 0) return;
  const named = hanging.slice(0, MAX_NAMED).map((branch) => `"${branch.branchId}"`);
  const rest = hanging.length > MAX_NAMED ? ` and ${hanging.length - MAX_NAMED} more` : '';
  throw new EngineError(
    'BRANCH_IN_USE',
    `Branch "${branchId}" of thread "${threadId}" can't go: ${named.join(', ')}${rest} began on it. Delete what hangs on it first.`,
  );
}

/** Of the branches that stay. A plan gives the head to another branch where it takes the one that had it. */
export function headAfter(
  branches: readonly PruneBranch[],
  plan: { removedBranches: readonly PruneBranch[]; changedBranches: readonly PruneBranch[] },
): string {
  const isRootHead = ({ namespace, isHead }: PruneBranch) => namespace === ROOT_NAMESPACE && isHead;
  const head = plan.changedBranches.find(isRootHead) ?? branches.find(isRootHead);
  return head?.branchId ?? '';
}
