import type { CheckpointTuple } from '@/engine';
import { AppError } from './app-error';
import type { RunsContext } from './context';

/** Which branch a run extends, and how the engine is told. */
export interface Placement {
  /** Null for a thread without branches, and for a run that will start a branch of its own. */
  branchId: string | null;
  /** The run continues the thread itself: no other may be live on its head. */
  claimsThread: boolean;
  configurable: { checkpoint_id?: string; checkpoint_ns?: string; branch?: string };
  /** The thread's head as it was found. */
  headBranchId: string | null;
}

export interface WantedPlace {
  threadId: string;
  checkpointId: string | null;
  /** The graph that the checkpoint is of: a subgraph's namespace, or the root's, which is empty. */
  namespace: string;
  branchId: string | null;
  /** No new input and no command: from a checkpoint that is not the head's tip, that is a replay. */
  onlyContinues: boolean;
}

/** @throws AppError CHECKPOINT_NOT_FOUND or BRANCH_NOT_FOUND */
export async function findPlacement(context: RunsContext, wanted: WantedPlace): Promise<Placement> {
  const { threadId, checkpointId, namespace, branchId, onlyContinues } = wanted;
  const branches = await context.store.saver.readBranches(threadId);
  const head = branches.find((branch) => branch.isHead);
  const headBranchId = head?.branchId ?? null;
  if (namespace !== '' && checkpointId !== null) {
    const isExtended = await isCurrent(context, threadId, namespace, checkpointId);
    return {
      headBranchId,
      branchId: isExtended ? headBranchId : null,
      claimsThread: false,
      configurable: { checkpoint_ns: namespace, checkpoint_id: checkpointId },
    };
  }
  if (namespace !== '') await requireTuple(context, threadId, namespace);
  if (checkpointId !== null) {
    const tipOf = branches.find((branch) => branch.tipId === checkpointId);
    if (tipOf === undefined) await requireTuple(context, threadId, '', checkpointId);
    const extended = tipOf !== undefined && (tipOf.isHead || !onlyContinues) ? tipOf.branchId : null;
    return { headBranchId, branchId: extended, claimsThread: false, configurable: { checkpoint_id: checkpointId } };
  }
  if (branchId !== null) {
    if (!branches.some((branch) => branch.branchId === branchId)) throw branchNotFound(threadId, branchId);
    return { headBranchId, branchId, claimsThread: false, configurable: { branch: branchId } };
  }
  if (head === undefined) return { headBranchId, branchId: null, claimsThread: true, configurable: {} };
  // Named, so that the run extends the branch that it claimed even when an edit moves the head meanwhile.
  return { headBranchId, branchId: head.branchId, claimsThread: true, configurable: { branch: head.branchId } };
}

/**
 * True when a subgraph's checkpoint and all those around it are where their graphs stand: going on from there extends the
 * head. Otherwise the run begins a branch of the root graph, as the engine's descent does.
 */
async function isCurrent(
  context: RunsContext,
  threadId: string,
  namespace: string,
  checkpointId: string,
): Promise<boolean> {
  const named = await requireTuple(context, threadId, namespace, checkpointId);
  const around = { ...named.metadata.parents, [namespace]: checkpointId };
  const tips = await Promise.all(
    Object.keys(around).map((each) =>
      context.store.saver.readTuple({ configurable: { thread_id: threadId, checkpoint_ns: each } }),
    ),
  );
  const tipIds = new Set(tips.map((tip) => tip?.checkpoint.id));
  return Object.values(around).every((id) => tipIds.has(id));
}

/** The tuple of a checkpoint, or of a namespace's tip. @throws AppError CHECKPOINT_NOT_FOUND */
export async function requireTuple(
  context: RunsContext,
  threadId: string,
  namespace: string,
  checkpointId: string | null = null,
): Promise<CheckpointTuple> {
  const id = checkpointId === null ? {} : { checkpoint_id: checkpointId };
  const configurable = { thread_id: threadId, checkpoint_ns: namespace, ...id };
  const tuple = await context.store.saver.readTuple({ configurable });
  if (tuple !== undefined) return tuple;
  if (checkpointId === null) throw namespaceNotFound(threadId, namespace);
  throw checkpointNotFound(threadId, checkpointId, namespace);
}

export function checkpointNotFound(threadId: string, checkpointId: string, namespace = ''): AppError {
  const where = namespace === '' ? '' : ` in its subgraph "${namespace}"`;
  return new AppError(
    'CHECKPOINT_NOT_FOUND',
    `The thread "${threadId}" has no checkpoint "${checkpointId}"${where}. Its history lists those that it has.`,
  );
}

export function namespaceNotFound(threadId: string, namespace: string): AppError {
  return new AppError(
    'CHECKPOINT_NOT_FOUND',
    `The thread "${threadId}" has no checkpoint in a subgraph "${namespace}". Its state's tasks name those of their subgraphs.`,
  );
}

export function branchNotFound(threadId: string, branchId: string): AppError {
  return new AppError(
    'BRANCH_NOT_FOUND',
    `The thread "${threadId}" has no branch "${branchId}". Its timeline lists those that it has.`,
  );
}
