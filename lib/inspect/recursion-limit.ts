import type { BranchSummary, RunSummary, TimelineEntry } from '@/lib/contracts/debugger';
import { headBranch } from './history';
import { lastRunOf } from './run-options';

interface Known {
  runs: readonly RunSummary[];
  branches: readonly BranchSummary[];
  entries: readonly TimelineEntry[];
}

/**
 * How many super-steps a run may take that goes on from there: as many as the last run of the branch, or of the one that it
 * was forked from, could. Of a checkpoint that is not the root graph's, the head's counts. Undefined where none was given.
 */
export function takenOverLimit(
  known: Known,
  from: { branchId: string } | { checkpointId: string },
): number | undefined {
  const branchAt = (id: string | null) => known.entries.find(({ checkpointId }) => checkpointId === id)?.branchId;
  let branchId =
    'branchId' in from ? from.branchId : (branchAt(from.checkpointId) ?? headBranch(known.branches)?.branchId);
  while (branchId !== undefined) {
    const run = lastRunOf(known.runs, branchId);
    if (run !== null) return run.recursionLimit;
    const left = known.branches.find((branch) => branch.branchId === branchId);
    branchId = left && branchAt(left.forkCheckpointId);
  }
  return undefined;
}
