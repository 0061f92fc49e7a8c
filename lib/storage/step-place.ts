import type { ChannelVersion, ChannelVersions, Checkpoint, CheckpointMetadata, StepCommit } from '@/engine';
import { CHECKPOINT_FORMAT, CheckpointNotFoundError, newBranchId, ThreadConflictError } from '@/engine';
import type { StoredCheckpoint } from './checkpoint-reader';
import type { BranchPlace, Step, StepOutcome } from './step-rows';
import { storedId } from './stored-id';

/** A step as the engine commits it. */
export function committedStep(commit: StepCommit): Step {
  // Named one by one: a copy by spread would take a quarter of what it takes to prepare the step.
  return {
    threadId: commit.threadId,
    namespace: commit.namespace,
    graphName: commit.graphName,
    parentId: commit.parentId,
    checkpointId: commit.checkpointId,
    v: CHECKPOINT_FORMAT,
    createdAt: commit.createdAt,
    ts: null,
    metadata: commit.metadata,
    newVersions: commit.newVersions,
    newValues: commit.newValues,
    versions: { kind: 'changes', seen: commit.newSeen, dropped: commit.dropped },
    next: commit.next,
    tasks: commit.tasks,
    loneWrites: commit.loneWrites,
  };
}

/** A checkpoint as another engine puts it: whole, with values only where it gives new versions. */
export function putStep(
  { threadId, namespace, parentId }: Pick<Step, 'threadId' | 'namespace' | 'parentId'>,
  { id, v, ts, channel_versions, channel_values, versions_seen }: Checkpoint,
  metadata: CheckpointMetadata,
  newVersions: ChannelVersions,
): Step {
  const versionNow = ([channel, version]: [string, ChannelVersion]) => [channel, channel_versions[channel] ?? version];
  return {
    threadId,
    namespace,
    parentId,
    graphName: null,
    checkpointId: id,
    v,
    ...storedTime(ts),
    metadata,
    newVersions: Object.fromEntries(Object.entries(newVersions).map(versionNow)),
    newValues: channel_values,
    versions: { kind: 'whole', versions: channel_versions, seen: versions_seen },
    next: [],
    tasks: [],
  };
}

/** The row's time says it all unless another engine writes its times in a way of its own. */
function storedTime(ts: string): { createdAt: number; ts: string | null } {
  const createdAt = Date.parse(ts);
  if (Number.isNaN(createdAt)) return { createdAt: Date.now(), ts };
  return { createdAt, ts: new Date(createdAt).toISOString() === ts ? null : ts };
}

export function commitPlace({ placement }: StepCommit): BranchPlace {
  if (placement.kind === 'extend') return { kind: 'extend', branchId: placement.branchId, head: 'keep' };
  const { branchId, origin, isFirst, isAside } = placement;
  return { kind: 'start', branchId, origin, head: isFirst ? 'first' : isAside ? 'keep' : 'take' };
}

/**
 * Behind the parent when that is a tip, else a branch of its own. Callers of `put` know no branches and take the greatest
 * id for the latest, so the head follows it.
 */
export function putPlace(parent: StoredCheckpoint | undefined, checkpointId: string): BranchPlace {
  // The records of a branch are read in id order.
  const isLater = parent && Buffer.compare(storedId(parent.id), storedId(checkpointId)) < 0;
  if (parent?.isTip && isLater) return { kind: 'extend', branchId: parent.branchId, head: 'if-latest' };
  return { kind: 'start', branchId: newBranchId(), origin: 'put', head: 'if-latest' };
}

/** @throws ThreadConflictError or CheckpointNotFoundError unless the step was saved. */
export function requireSaved(commit: StepCommit, outcome: StepOutcome): void {
  if (outcome === 'saved') return;
  if (outcome === 'no-parent') throw missingParent(commit);
  throw conflictOf(commit);
}

/** For a step whose branch doesn't end at its parent, or that is not the first of its thread. */
export function conflictOf({ threadId, parentId, placement }: StepCommit): ThreadConflictError {
  return new ThreadConflictError(
    placement.kind === 'extend'
      ? `Branch "${placement.branchId}" of thread "${threadId}" no longer ends at ${parentId}: another run wrote first, or the thread was deleted. Read the state again and start from there.`
      : `Thread "${threadId}" was started by another run at the same time; read its state and continue from there.`,
  );
}

export function missingParent({ threadId, parentId }: StepCommit): CheckpointNotFoundError {
  return new CheckpointNotFoundError(`Thread "${threadId}" has no checkpoint ${parentId} to go on from.`);
}
