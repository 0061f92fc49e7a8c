import { detach } from '../channels/detach';
import { adopt, isOwnedPlain } from '../channels/isolation';
import type { StepCommit } from './branching';
import { ChannelValue } from './channel-value';
import type { ChannelVersion, ChannelVersions, Checkpoint, CheckpointMetadata, PendingWrite } from './checkpoint';
import { CHECKPOINT_FORMAT } from './checkpoint';
import type { Entry, MemoryLineage, NewEntry } from './memory-lineage';
import type { StoredWrite } from './memory-writes';
import { seal } from './seal';
import type { Serializer } from './serializer';
import { namingChannel } from './serializer';

/** A step as our engine commits it. @throws UnserializableValueError */
export function commitEntry(lineage: MemoryLineage, commit: StepCommit, serializer: Serializer): NewEntry {
  const { newVersions, newValues, placement } = commit;
  // A branch that starts begins chains of its own.
  const tip = placement.kind === 'extend' ? lineage.branches.get(placement.branchId)?.tip.channels : undefined;
  return {
    id: commit.checkpointId,
    parentId: commit.parentId,
    v: CHECKPOINT_FORMAT,
    createdAt: commit.createdAt,
    ts: null,
    metadata: isEnginesOwn(commit.metadata) ? commit.metadata : storedMetadata(commit.metadata),
    next: sharedNext(commit.next, lineage.entries.get(commit.parentId ?? '')),
    tasks: commit.tasks,
    changed: Object.keys(newVersions).map((channel) => newValue(tip, channel, newVersions, newValues, serializer)),
    newSeen: commit.newSeen,
    whole: null,
  };
}

/** A checkpoint as another engine puts it. */
interface Put {
  parentId: string | null;
  checkpoint: Checkpoint;
  metadata: CheckpointMetadata;
  newVersions: ChannelVersions;
}

/** Says everything, but values only with new versions: the rest is looked up. @throws UnserializableValueError */
export function putEntry(
  lineage: MemoryLineage,
  { parentId, checkpoint, metadata, newVersions }: Put,
  serializer: Serializer,
): NewEntry {
  const { id, v, ts, channel_versions: versions, channel_values: values, versions_seen } = checkpoint;
  const parent = lineage.stateAt(parentId).channels;
  const changed = Object.keys(newVersions)
    .filter((channel) => Object.hasOwn(versions, channel))
    .map((channel) => newValue(parent, channel, versions, values, serializer));
  const channels = new Map<string, ChannelValue>();
  for (const [channel, version] of Object.entries(versions)) {
    const known = parent.get(channel);
    const value = known?.version === version ? known : lineage.findValue(channel, version);
    channels.set(channel, value ?? ChannelValue.empty(channel, version));
  }
  for (const value of changed) channels.set(value.channel, value);
  const createdAt = Date.parse(ts);
  const seen = detach(versions_seen);
  return {
    id,
    parentId,
    v,
    createdAt: Number.isNaN(createdAt) ? Date.now() : createdAt,
    ts,
    metadata: storedMetadata(metadata),
    next: [],
    tasks: [],
    changed,
    newSeen: seen,
    whole: { channels, seen },
  };
}

/** @throws UnserializableValueError */
export function storedWrites(writes: readonly PendingWrite[], serializer: Serializer): StoredWrite[] {
  return writes.map(([channel, value]) => ({ channel, value: sealNamed(channel, value, serializer) }));
}

/** As an entry keeps them. `changed`: what the step gave its channels. @throws UnserializableValueError */
export function storedLoneWrites(
  writes: readonly PendingWrite[],
  serializer: Serializer,
  changed: readonly ChannelValue[],
): unknown[] {
  // Of exactly this length: it is kept, and a list that is pushed to has room for 16 more.
  const flat: unknown[] = new Array(writes.length * 2);
  let at = 0;
  for (const [channel, value] of writes) {
    const sealed = sealNamed(channel, value, serializer);
    flat[at++] = channel;
    flat[at++] = isLarge(sealed) ? (becameOf(changed, channel, sealed) ?? sealed) : sealed;
  }
  return flat;
}

/** The value that the write has become, when it is the same. */
function becameOf(changed: readonly ChannelValue[], channel: string, sealed: unknown): ChannelValue | undefined {
  return changed.find((value) => value.channel === channel && value.holds(sealed));
}

function isLarge(value: unknown): boolean {
  return typeof value === 'object' ? value !== null : typeof value === 'string' && value.length > 64;
}

function sealNamed(channel: string, value: unknown, serializer: Serializer): unknown {
  return isOwnedPlain(value) ? value : namingChannel(channel, () => seal(value, serializer));
}

function newValue(
  before: ReadonlyMap<string, ChannelValue> | undefined,
  channel: string,
  versions: ChannelVersions,
  values: Record<string, unknown>,
  serializer: Serializer,
): ChannelValue {
  const version = versions[channel] as ChannelVersion;
  if (!Object.hasOwn(values, channel)) return ChannelValue.empty(channel, version);
  const sealed = sealNamed(channel, values[channel], serializer);
  return before?.get(channel)?.next(version, sealed) ?? ChannelValue.whole(channel, version, sealed);
}

/** A loop has the same next node at every step. */
function sharedNext(next: readonly string[], parent: Entry | undefined): readonly string[] {
  return parent?.next.length === 1 && next.length === 1 && parent.next[0] === next[0] ? parent.next : next;
}

/** What the engine says itself is JSON already, and nothing of a commit changes. */
function isEnginesOwn(metadata: CheckpointMetadata): boolean {
  for (const key in metadata) if (key !== 'source' && key !== 'step' && key !== 'parents') return false;
  return true;
}

/** Metadata is JSON in every saver: what JSON would change is changed here too. */
function storedMetadata(metadata: CheckpointMetadata): CheckpointMetadata {
  const kept = adopt(metadata);
  return isOwnedPlain(kept) ? kept : JSON.parse(JSON.stringify(metadata));
}
