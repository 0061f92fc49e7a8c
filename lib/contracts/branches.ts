/** `DELETE /api/debugger/threads/:id/branches/:branchId?dryRun=true`: what goes, or went. */
export interface BranchDeletion {
  checkpoints: number;
  /** Stored bytes that get free. */
  bytes: number;
  /** The branch that becomes the head, if the deleted one was that; else the head as it is. */
  headBranchId: string;
}
