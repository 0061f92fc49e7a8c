import type { BranchRow } from '../checkpoint/branching';
import type { Checkpoint, CheckpointMetadata, PendingWrite, TaskRecord } from '../checkpoint/checkpoint';
import { ERROR, INTERRUPT, WRITE_INDEX } from '../checkpoint/checkpoint';

/** A checkpoint with all that there is of it. */
export interface NaiveCheckpoint {
  namespace: string;
  parentId: string | null;
  branchId: string;
  createdAt: number;
  checkpoint: Checkpoint;
  metadata: CheckpointMetadata;
  next: readonly string[];
  tasks: readonly TaskRecord[];
  changed: string[];
  /** By task and index. */
  writes: { taskId: string; index: number; write: PendingWrite }[];
}

export interface NaiveThread {
  checkpoints: NaiveCheckpoint[];
  branches: (BranchRow & { position: number })[];
}

/** Tasks that ask or failed, and did not finish since. */
export function unfinished(writes: NaiveCheckpoint['writes']) {
  const has = (taskId: string, isWanted: (write: { index: number }) => boolean) =>
    writes.some((write) => write.taskId === taskId && isWanted(write));
  const ids = [...new Set(writes.map(({ taskId }) => taskId))].filter((id) => !has(id, ({ index }) => index >= 0));
  const failed = ids.filter((id) => has(id, ({ index }) => index === WRITE_INDEX[ERROR]));
  const asking = ids.filter((id) => has(id, ({ index }) => index === WRITE_INDEX[INTERRUPT]) && !failed.includes(id));
  return { interruptedTasks: asking, failedTasks: failed };
}
