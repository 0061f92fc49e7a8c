import { z } from 'zod';

/** An experiment's rows at most. */
const MOST_DELETED = 100;

/** `POST /api/debugger/threads/:id/branches/delete` */
export const branchesDeletionRequest = z.object({
  branchIds: z
    .array(z.string())
    .min(1, 'names no branch: give one at least')
    .max(MOST_DELETED, `takes at most ${MOST_DELETED} branches: delete the rest with another request`)
    .refine((ids) => new Set(ids).size === ids.length, 'names a branch twice'),
  dryRun: z.boolean().default(false).describe('Tell what would go, of each branch as if it went alone'),
});

export type BranchesDeletionRequest = z.input<typeof branchesDeletionRequest>;

/** What became of each branch, or would, in the order asked for. Those that can't go stay, and hinder no other. */
export interface BranchesDeletion {
  branches: ({ branchId: string } & (BranchDeletion | (BranchRefusal & { isGone: boolean })))[];
}

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
