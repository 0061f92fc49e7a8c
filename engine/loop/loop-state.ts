import type { Channel } from '../channels/channel';
import { nodeOfBranch } from '../channels/names';
import type { ChannelVersion, ChannelVersions, CheckpointTuple } from '../checkpoint/checkpoint';
import { nextCheckpointId } from '../checkpoint/ids';
import { ROOT_NAMESPACE } from '../checkpoint/namespace';
import { compareVersions, versionSuffix } from '../checkpoint/version';
import type { Blueprint } from '../graph/blueprint';
import type { CallLedger } from './task/call-ledger';

/** The state of one run between two steps. Only `apply.ts` and `save.ts` change it. */
export interface LoopState {
  /** Where its checkpoints lie: '' for the root graph, `node:taskId` levels joined with `|` for a subgraph. */
  namespace: string;
  channels: ReadonlyMap<string, Channel>;
  versions: ChannelVersions;
  /** node → trigger → version. Inner objects are replaced, never changed, so that a checkpoint may hold them. */
  seen: Record<string, ChannelVersions>;
  /** The greatest version so far. */
  lastVersion: ChannelVersion | undefined;
  /**
   * Drawn once an invocation, so that two branches never write the same version. Null when nobody records the run: it
   * keeps no versions then, and what is available is what nobody has run on.
   */
  suffix: string | null;
  /** Names of transient channels that hold something. */
  transient: string[];
  /** Channels that have a new version since the last checkpoint. */
  unsaved: Set<string>;
  /** Nodes that have seen something new since. */
  unsavedSeen: Set<string>;
  /** Channels that the checkpoint, the state's parent to be, has versions of and the graph no longer waits for. */
  dropped: string[];
  step: number;
  /** The checkpoint that this state is (going to be) saved as; drawn when first asked for. */
  checkpointId: string | null;
  parentId: string | null;
  /** Calls of task functions, once there were some; see `callsOf`. */
  calls: CallLedger | null;
}

/** Of a thread's first input. */
export const FIRST_INPUT_STEP = -1;

/** The state at a checkpoint, or an empty one. */
export function restoreState(
  blueprint: Blueprint,
  tuple: CheckpointTuple | undefined,
  namespace = ROOT_NAMESPACE,
): LoopState {
  const channels = new Map<string, Channel>();
  for (const [name, definition] of blueprint.channels) channels.set(name, definition.fresh());
  const state: LoopState = {
    namespace,
    channels,
    versions: {},
    seen: {},
    lastVersion: undefined,
    suffix: versionSuffix(),
    transient: [],
    unsaved: new Set(),
    unsavedSeen: new Set(),
    dropped: [],
    step: FIRST_INPUT_STEP - 1,
    checkpointId: null,
    parentId: null,
    calls: null,
  };
  if (tuple) fillFrom(state, tuple);
  return state;
}

function fillFrom(state: LoopState, { checkpoint, metadata, parentConfig }: CheckpointTuple): void {
  state.versions = { ...checkpoint.channel_versions };
  state.seen = { ...checkpoint.versions_seen };
  state.step = metadata.step;
  state.checkpointId = checkpoint.id;
  state.parentId = parentConfig?.configurable?.checkpoint_id ?? null;
  for (const [name, version] of Object.entries(state.versions)) {
    if (state.lastVersion === undefined || compareVersions(version, state.lastVersion) > 0) state.lastVersion = version;
    // A state key that the graph no longer has keeps its version: a later graph may have it again. But a node that is
    // gone is not waited for any longer.
    if (nodeOfBranch(name) === null || state.channels.has(name)) continue;
    state.dropped.push(name);
    delete state.versions[name];
  }
  for (const [name, value] of Object.entries(checkpoint.channel_values)) {
    const channel = state.channels.get(name);
    if (!channel) continue;
    channel.restore(value);
    if (channel.isTransient && channel.isAvailable) state.transient.push(name);
  }
}

/** The next save is to store all of it: nothing of it is in what it will be a child of. */
export function markAllUnsaved(state: LoopState): void {
  for (const name of Object.keys(state.versions)) state.unsaved.add(name);
  for (const node of Object.keys(state.seen)) state.unsavedSeen.add(node);
}

/** A state to try writes on. */
export function copyState(state: LoopState): LoopState {
  const channels = new Map<string, Channel>();
  for (const [name, channel] of state.channels) channels.set(name, channel.copy());
  return {
    ...state,
    channels,
    versions: { ...state.versions },
    seen: { ...state.seen },
    unsaved: new Set(state.unsaved),
    unsavedSeen: new Set(state.unsavedSeen),
  };
}

export function checkpointIdOf(state: LoopState): string {
  state.checkpointId ??= nextCheckpointId(state.parentId);
  return state.checkpointId;
}
