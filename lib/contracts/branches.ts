/** `DELETE /api/debugger/threads/:id/branches/:branchId?dryRun=true`: what goes, or went. */
export interface BranchDeletion {
  refusal: null;
  checkpoints: number;
  /** Stored bytes that get free. */
  bytes: number;
  /** The branch that becomes the head, if the deleted one was that; else the head as it is. */
  headBranchId: string;
}

/** A dry run's answer for a branch that can't go now: why, and what to do first. Without it that is an error. */
export interface BranchRefusal {
  refusal: string;
}
