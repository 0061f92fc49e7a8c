import { ThreadConflictError } from '../errors';
import type { ChannelVersion, ChannelVersions, CheckpointMetadata, PendingWrite, TaskRecord } from './checkpoint';
import { WRITE_INDEX } from './checkpoint';
import type { BranchOrigin, BranchRow } from './saver';
import type { StoredValue } from './stored-value';

// Invariants
// I1. Entries are added, never changed; only a `put` of the same id takes an entry's place.
// I2. An entry's parent, when it is there, is in the same lineage, and a branch's tip is its last entry.
// I3. `versions` and `seen` hold what differs from the parent's; every FULL_DISTANCE entries, and at a branch's start,
//     they hold everything. So a step costs what it changed, and a read walks a bounded way.

const FULL_DISTANCE = 64;

export interface Entry {
  id: string;
  parentId: string | null;
  branchId: string;
  v: number;
  ts: string;
  metadata: CheckpointMetadata;
  next: readonly string[];
  tasks: readonly TaskRecord[];
  /** What this step gave a new version. */
  newVersions: ChannelVersions;
  versions: ChannelVersions;
  seen: Record<string, ChannelVersions>;
  /** Entries back to the one that holds everything; 0: this one. */
  distance: number;
}

/** An entry that no branch has yet; `versions` and `seen` are complete. The lineage takes it over. */
export type NewEntry = Entry;

interface Branch extends Omit<BranchRow, 'isHead' | 'namespace'> {
  /** The tip's complete versions, against which the next entry is compared. */
  tipVersions: ChannelVersions;
  tipSeen: Record<string, ChannelVersions>;
}

interface StoredWrite {
  channel: string;
  value: StoredValue;
}

/** The checkpoints, branches, values and writes of one thread in one namespace. */
export class MemoryLineage {
  readonly entries = new Map<string, Entry>();
  /** Ascending checkpoint ids. */
  readonly order: string[] = [];
  readonly branches = new Map<string, Branch>();
  headId: string | null = null;
  readonly #values = new Map<string, Map<ChannelVersion, StoredValue>>();
  /** checkpoint → task → index → write. */
  readonly #writes = new Map<string, Map<string, Map<number, StoredWrite>>>();

  get head(): Branch | undefined {
    return this.headId === null ? undefined : this.branches.get(this.headId);
  }

  /** @throws ThreadConflictError unless the branch's tip is the entry's parent. */
  checkExtends(branchId: string, parentId: string | null, threadId: string): void {
    const tipId = this.branches.get(branchId)?.tipId;
    if (tipId !== undefined && tipId === parentId) return;
    throw new ThreadConflictError(
      tipId === undefined
        ? `Thread "${threadId}" has no branch "${branchId}" any more; read its state again and start from there.`
        : `Branch "${branchId}" of thread "${threadId}" has moved on from ${parentId} to ${tipId}: another run wrote first. Read the state again and start from there.`,
    );
  }

  /** @throws ThreadConflictError when the place of the new branch is taken. */
  checkStarts(branchId: string, isFirst: boolean, threadId: string): void {
    if ((!isFirst || this.branches.size === 0) && !this.branches.has(branchId)) return;
    throw new ThreadConflictError(
      `Thread "${threadId}" was started by another run at the same time; read its state and continue from there.`,
    );
  }

  extend(branchId: string, entry: NewEntry): void {
    const branch = this.branches.get(branchId) as Branch;
    const tip = this.entries.get(branch.tipId);
    const versions = differences(branch.tipVersions, entry.versions);
    const seen = differences(branch.tipSeen, entry.seen);
    branch.tipId = entry.id;
    branch.tipVersions = entry.versions;
    branch.tipSeen = entry.seen;
    entry.branchId = branchId;
    if (tip !== undefined && tip.distance + 1 < FULL_DISTANCE && versions !== null && seen !== null) {
      entry.versions = versions;
      entry.seen = seen;
      entry.distance = tip.distance + 1;
    }
    this.#insert(entry);
  }

  start(branchId: string, origin: BranchOrigin, entry: NewEntry): void {
    this.branches.set(branchId, {
      branchId,
      name: this.branches.size === 0 ? 'main' : `branch ${this.branches.size + 1}`,
      forkCheckpointId: entry.parentId,
      tipId: entry.id,
      origin,
      hidden: false,
      createdAt: Date.parse(entry.ts),
      tipVersions: entry.versions,
      tipSeen: entry.seen,
    });
    entry.branchId = branchId;
    this.#insert(entry);
  }

  /** A `put` of an id that is there: the entry is replaced where it stands. */
  replace(entry: NewEntry): void {
    const old = this.entries.get(entry.id) as Entry;
    for (const child of this.entries.values()) {
      if (child.parentId === entry.id && child.distance > 0)
        Object.assign(child, this.complete(child), { distance: 0 });
    }
    entry.branchId = old.branchId;
    entry.parentId = old.parentId;
    this.entries.set(entry.id, entry);
    const branch = this.branches.get(old.branchId);
    if (branch?.tipId !== entry.id) return;
    branch.tipVersions = entry.versions;
    branch.tipSeen = entry.seen;
  }

  /** Everything that an entry's `versions` and `seen` stand for (I3). */
  complete(entry: Entry): Pick<Entry, 'versions' | 'seen'> {
    const path = [entry];
    for (let oldest = entry; oldest.distance > 0; path.push(oldest)) {
      oldest = this.entries.get(oldest.parentId as string) as Entry;
    }
    const versions: ChannelVersions = {};
    const seen: Record<string, ChannelVersions> = {};
    for (const part of path.reverse()) {
      Object.assign(versions, part.versions);
      Object.assign(seen, part.seen);
    }
    return { versions, seen };
  }

  setValue(channel: string, version: ChannelVersion, value: StoredValue): void {
    const versions = this.#values.get(channel);
    if (versions === undefined) this.#values.set(channel, new Map([[version, value]]));
    else versions.set(version, value);
  }

  valueAt(channel: string, version: ChannelVersion): StoredValue | undefined {
    return this.#values.get(channel)?.get(version);
  }

  /** A regular write keeps the first value at its index, a reserved one takes the last; null takes it back. */
  addWrites(
    checkpointId: string,
    taskId: string,
    writes: readonly PendingWrite[],
    keep: (value: unknown, channel: string) => StoredValue,
  ): void {
    const kept = writes.map(([channel, value]) => ({
      channel,
      value: keep(value, channel),
      isTakenBack: value === null,
    }));
    const tasks = getOrMake(this.#writes, checkpointId, () => new Map<string, Map<number, StoredWrite>>());
    const byIndex = getOrMake(tasks, taskId, () => new Map<number, StoredWrite>());
    kept.forEach(({ isTakenBack, ...write }, position) => {
      const index = WRITE_INDEX[write.channel] ?? position;
      if (index < 0 && isTakenBack) byIndex.delete(index);
      else if (index < 0 || !byIndex.has(index)) byIndex.set(index, write);
    });
  }

  /** By task id, and within a task by index: the same order from every saver. */
  writesAt(checkpointId: string): { taskId: string; index: number; write: StoredWrite }[] {
    const tasks = [...(this.#writes.get(checkpointId) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    return tasks.flatMap(([taskId, byIndex]) =>
      [...byIndex].sort(([a], [b]) => a - b).map(([index, write]) => ({ taskId, index, write })),
    );
  }

  /** The position of the first id in `order` that is greater than `id`. */
  positionAfter(id: string): number {
    let low = 0;
    let high = this.order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.order[middle] as string) <= id) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #insert(entry: Entry): void {
    this.entries.set(entry.id, entry);
    const last = this.order.at(-1);
    if (last === undefined || last < entry.id) this.order.push(entry.id);
    else this.order.splice(this.positionAfter(entry.id), 0, entry.id);
  }
}

/** The keys whose values differ by identity; null when a key is gone, which a difference can't say. */
function differences<Value>(before: Record<string, Value>, after: Record<string, Value>): Record<string, Value> | null {
  const changed: Record<string, Value> = {};
  let kept = 0;
  for (const key of Object.keys(after)) {
    const value = after[key] as Value;
    if (Object.hasOwn(before, key)) kept += 1;
    if (value !== before[key]) changed[key] = value;
  }
  return kept === Object.keys(before).length ? changed : null;
}

function getOrMake<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
