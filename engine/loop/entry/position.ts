import type { BranchOrigin, Placement } from '../../checkpoint/branching';
import type { CheckpointTuple, Configurable, RunnableConfig } from '../../checkpoint/checkpoint';
import { newBranchId } from '../../checkpoint/ids';
import { ROOT_NAMESPACE } from '../../checkpoint/namespace';
import type { BaseCheckpointSaver, TupleReading } from '../../checkpoint/saver';
import { readTuple } from '../../checkpoint/shared-reads';
import { CheckpointNotFoundError, EngineError } from '../../errors';

/** Where a config points. */
export interface Position {
  tuple: CheckpointTuple | undefined;
  /** Nothing extends the checkpoint on its branch. True for an empty thread. */
  isTip: boolean;
  /** It is what the thread continues from when nothing is named. */
  isHead: boolean;
}

/** Whether a branch is started even at a tip. */
export type ForkWish = Required<Configurable>['fork'];

export function forkWishOf({ configurable: { fork } = {} }: RunnableConfig): ForkWish {
  return fork === true || fork === 'aside' ? fork : false;
}

export const NOWHERE: Position = { tuple: undefined, isTip: true, isHead: true };

/** The thread that a config names. @throws EngineError MISSING_THREAD_ID before anything runs */
export function threadIdOf(config: RunnableConfig): string {
  const threadId = config.configurable?.thread_id;
  if (typeof threadId !== 'string' || threadId === '') {
    throw new EngineError(
      'MISSING_THREAD_ID',
      'The graph has a checkpointer, so it needs a thread: pass { configurable: { thread_id: "…" } }.',
    );
  }
  return threadId;
}

/**
 * Finds the checkpoint that the config names, else the tip of its branch, else the tip of the head, in its namespace.
 * @throws CheckpointNotFoundError or EngineError BRANCH_NOT_FOUND when what is named isn't there
 */
export async function findPosition(
  saver: BaseCheckpointSaver,
  config: RunnableConfig,
  reading?: TupleReading,
): Promise<Position> {
  const threadId = threadIdOf(config);
  const { checkpoint_id: checkpointId, checkpoint_ns: namespace = ROOT_NAMESPACE, branch } = config.configurable ?? {};
  const configurable = {
    thread_id: threadId,
    checkpoint_ns: namespace,
    ...(checkpointId !== undefined && { checkpoint_id: checkpointId }),
    ...(checkpointId === undefined && branch !== undefined && { branch }),
  };
  const tuple = await readTuple(saver, { configurable }, reading);
  if (!tuple) {
    if (checkpointId !== undefined) {
      throw new CheckpointNotFoundError(
        `Thread "${threadId}" has no checkpoint "${checkpointId}"${namespace === ROOT_NAMESPACE ? '' : ` in "${namespace}"`}; list the ones it has with getStateHistory().`,
      );
    }
    if (branch !== undefined)
      throw new EngineError('BRANCH_NOT_FOUND', `Thread "${threadId}" has no branch "${branch}".`);
    return NOWHERE;
  }
  return positionOf(saver, threadId, namespace, tuple, checkpointId === undefined);
}

/** @param isLatest known to be what the saver answers when nothing is named */
export async function positionOf(
  saver: BaseCheckpointSaver,
  threadId: string,
  namespace: string,
  tuple: CheckpointTuple,
  isLatest: boolean,
): Promise<Position> {
  if (tuple.position)
    return { tuple, isTip: tuple.position.isTip, isHead: tuple.position.isTip && tuple.position.isHead };
  const isHead = isLatest || (await isTipOfHead(saver, threadId, namespace, tuple.checkpoint.id));
  return { tuple, isTip: isHead, isHead };
}

/** True when the namespace goes on from this checkpoint when nothing is named. */
export async function isTipOfHead(
  saver: BaseCheckpointSaver,
  threadId: string,
  namespace: string,
  checkpointId: string,
): Promise<boolean> {
  const latest = await readTuple(saver, { configurable: { thread_id: threadId, checkpoint_ns: namespace } });
  return latest?.checkpoint.id === checkpointId;
}

/** Where the next checkpoint after this position goes. */
export function placementAfter(position: Position, fork: ForkWish, origin: BranchOrigin): Placement {
  const branchId = position.tuple?.position?.branchId;
  if (position.tuple && position.isTip && !fork) return { kind: 'extend', branchId: branchId ?? newBranchId() };
  return startOfFork(fork, origin, position.tuple === undefined);
}

/** A new branch; `aside` leaves the head where it is. */
export function startOfFork(fork: ForkWish, origin: BranchOrigin, isFirst: boolean): Placement {
  return { kind: 'start', branchId: newBranchId(), origin, isFirst, ...(fork === 'aside' && { isAside: true }) };
}
