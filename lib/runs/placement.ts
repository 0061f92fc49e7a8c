import { AppError } from './app-error';
import type { RunsContext } from './context';

/** Which branch a run extends, and how the engine is told. */
export interface Placement {
  /** Null for a thread without branches, and for a run that will start a branch of its own. */
  branchId: string | null;
  /** The run continues the thread itself: no other may be live on its head. */
  claimsThread: boolean;
  configurable: { checkpoint_id?: string; branch?: string };
}

export interface WantedPlace {
  threadId: string;
  checkpointId: string | null;
  branchId: string | null;
  /** No new input and no command: from a checkpoint that is not the head's tip, that is a replay. */
  onlyContinues: boolean;
}

/** @throws AppError CHECKPOINT_NOT_FOUND or BRANCH_NOT_FOUND */
export async function findPlacement(context: RunsContext, wanted: WantedPlace): Promise<Placement> {
  const { threadId, checkpointId, branchId, onlyContinues } = wanted;
  const branches = await context.store.saver.readBranches(threadId);
  if (checkpointId !== null) {
    const tipOf = branches.find((branch) => branch.tipId === checkpointId);
    if (tipOf === undefined) await requireCheckpoint(context, threadId, checkpointId);
    const extended = tipOf !== undefined && (tipOf.isHead || !onlyContinues) ? tipOf.branchId : null;
    return { branchId: extended, claimsThread: false, configurable: { checkpoint_id: checkpointId } };
  }
  if (branchId !== null) {
    if (!branches.some((branch) => branch.branchId === branchId)) throw branchNotFound(threadId, branchId);
    return { branchId, claimsThread: false, configurable: { branch: branchId } };
  }
  const head = branches.find((branch) => branch.isHead);
  if (head === undefined) return { branchId: null, claimsThread: true, configurable: {} };
  // Named, so that the run extends the branch that it claimed even when an edit moves the head meanwhile.
  return { branchId: head.branchId, claimsThread: true, configurable: { branch: head.branchId } };
}

export async function requireCheckpoint(context: RunsContext, threadId: string, checkpointId: string): Promise<void> {
  const config = { configurable: { thread_id: threadId, checkpoint_ns: '', checkpoint_id: checkpointId } };
  if ((await context.store.saver.getTuple(config)) === undefined) throw checkpointNotFound(threadId, checkpointId);
}

export function checkpointNotFound(threadId: string, checkpointId: string): AppError {
  return new AppError(
    'CHECKPOINT_NOT_FOUND',
    `The thread "${threadId}" has no checkpoint "${checkpointId}". Its history lists those that it has.`,
  );
}

export function branchNotFound(threadId: string, branchId: string): AppError {
  return new AppError(
    'BRANCH_NOT_FOUND',
    `The thread "${threadId}" has no branch "${branchId}". Its timeline lists those that it has.`,
  );
}
