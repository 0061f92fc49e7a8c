import type { BranchSummary, TimelineEntry } from '@/lib/contracts/debugger';
import type { Timeline } from './merge-timeline';
import type { Selection } from './selection';

export interface ResolvedSelection {
  branch: BranchSummary | null;
  entry: TimelineEntry | null;
  /** True while nothing but the branch's tip is asked for: new steps move the selection along. */
  isFollowing: boolean;
}

/**
 * What the URL's selection means on this timeline. Ids that are not there (a deleted branch, a mistyped address) fall back:
 * an unknown checkpoint to the branch's tip, an unknown branch to the checkpoint's own, else the head.
 */
export function resolveSelection(timeline: Timeline, { checkpointId, branchId }: Selection): ResolvedSelection {
  const asked =
    checkpointId === null ? null : (timeline.entries.find((entry) => entry.checkpointId === checkpointId) ?? null);
  const branch =
    findBranch(timeline, branchId) ?? findBranch(timeline, asked?.branchId ?? null) ?? headOf(timeline.branches);
  const tip = timeline.entries.findLast((entry) => entry.checkpointId === branch?.tipId) ?? null;
  return { branch, entry: asked ?? tip, isFollowing: asked === null };
}

export function headOf(branches: BranchSummary[]): BranchSummary | null {
  return branches.find((branch) => branch.isHead) ?? branches[0] ?? null;
}

function findBranch({ branches }: Timeline, branchId: string | null): BranchSummary | null {
  return branches.find((branch) => branch.branchId === branchId) ?? null;
}
