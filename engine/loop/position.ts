import type { CheckpointTuple, RunnableConfig } from '../checkpoint/checkpoint';
import { runId } from '../checkpoint/ids';
import type { BaseCheckpointSaver, BranchOrigin, Placement } from '../checkpoint/saver';
import { isBranchingSaver } from '../checkpoint/saver';
import { CheckpointNotFoundError, EngineError } from '../errors';

/** Where a config points. */
export interface Position {
  tuple: CheckpointTuple | undefined;
  /** Nothing extends the checkpoint on its branch. True for an empty thread. */
  isTip: boolean;
  /** It is what the thread continues from when nothing is named. */
  isHead: boolean;
}

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
 * Finds the checkpoint that the config names, else the tip of its branch, else the tip of the head.
 * @throws CheckpointNotFoundError or EngineError BRANCH_NOT_FOUND when what is named isn't there
 */
export async function findPosition(saver: BaseCheckpointSaver, config: RunnableConfig): Promise<Position> {
  const threadId = threadIdOf(config);
  const { checkpoint_id: checkpointId, branch } = config.configurable ?? {};
  const tuple = await saver.getTuple({
    configurable: {
      thread_id: threadId,
      checkpoint_ns: '',
      ...(checkpointId !== undefined && { checkpoint_id: checkpointId }),
      ...(checkpointId === undefined && branch !== undefined && { branch }),
    },
  });
  if (!tuple) {
    if (checkpointId !== undefined) {
      throw new CheckpointNotFoundError(
        `Thread "${threadId}" has no checkpoint "${checkpointId}"; list the ones it has with getStateHistory().`,
      );
    }
    if (branch !== undefined)
      throw new EngineError('BRANCH_NOT_FOUND', `Thread "${threadId}" has no branch "${branch}".`);
    return { tuple: undefined, isTip: true, isHead: true };
  }
  if (tuple.position)
    return { tuple, isTip: tuple.position.isTip, isHead: tuple.position.isTip && tuple.position.isHead };
  const isHead = checkpointId === undefined || (await isLatest(saver, threadId, tuple));
  return { tuple, isTip: isHead, isHead };
}

async function isLatest(saver: BaseCheckpointSaver, threadId: string, tuple: CheckpointTuple): Promise<boolean> {
  const latest = await saver.getTuple({ configurable: { thread_id: threadId, checkpoint_ns: '' } });
  return latest?.checkpoint.id === tuple.checkpoint.id;
}

/** Where the next checkpoint after this position goes. */
export function placementAfter(position: Position, mustFork: boolean, origin: BranchOrigin): Placement {
  const branchId = position.tuple?.position?.branchId;
  if (position.tuple && position.isTip && !mustFork) return { kind: 'extend', branchId: branchId ?? runId() };
  return { kind: 'start', branchId: runId(), origin, isFirst: position.tuple === undefined };
}

export function branchingOrNull(saver: BaseCheckpointSaver) {
  return isBranchingSaver(saver) ? saver : null;
}
