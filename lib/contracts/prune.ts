import { z } from 'zod';
import { threadId } from './protocol';

/** `POST /api/debugger/threads/sizes` `{ threadIds }` → `{ sizes: ThreadSize[] }`, in the order asked for; without unknown ones. */
export interface ThreadSize {
  threadId: string;
  checkpoints: number;
  bytes: number;
  /** Largest first. */
  channels: { channel: string; bytes: number }[];
}

export const pruneRequest = z.object({
  /** Default: all threads. */
  threadIds: z.array(threadId).min(1).max(1000).optional(),
  /** Only checkpoints made before, milliseconds since the epoch. */
  olderThan: z.number().optional(),
  /** So many of the last checkpoints of each branch stay. */
  keepLast: z.int().min(1).optional(),
  /** False: threads of which nothing else has to stay go whole. */
  keepHeads: z.boolean().optional(),
  /** Nothing is removed, the answer tells what would be. */
  dryRun: z.boolean(),
});
export type PruneRequest = z.infer<typeof pruneRequest>;

/** `POST /api/debugger/threads/prune`. Threads with a live run are left alone. */
export interface PruneAnswer {
  checkpoints: number;
  branches: number;
  bytes: number;
  threadCount: number;
  /** Threads of which nothing is left. */
  goneCount: number;
  /** Those that lose the most, at most 100. */
  threads: { threadId: string; checkpoints: number; bytes: number; isGone: boolean }[];
}
