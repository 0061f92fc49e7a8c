import { ThreadConflictError } from '../errors';
import type { BranchOrigin, BranchRow } from './branching';
import { ChannelValue } from './channel-value';
import type { ChannelVersion, ChannelVersions, CheckpointMetadata, TaskRecord } from './checkpoint';
import { MemoryWrites } from './memory-writes';

// Invariants
// I1. Entries are added, never changed; only pruning gives an entry whose parent goes another one.
// I2. An entry's parent, when it is there, is in the same lineage, and a branch's tip is its last entry.
// I3. `changed` and `newSeen` hold what differs from the parent. Every FULL_DISTANCE entries, or as many as there are
//     channels, at a branch's start and where something was taken away, `whole` holds everything. So a step costs what it
//     changed, also in a wide graph, and a read walks no farther than what it copies.
// I4. A branch's `tip` is the whole state at its tip; extending the branch changes it in place.

const FULL_DISTANCE = 64;

/** All that a checkpoint says of channels and nodes. A channel that is empty may have a version all the same. */
export interface LineageState {
  channels: Map<string, ChannelValue>;
  seen: Record<string, ChannelVersions>;
}

export interface Entry {
  id: string;
  parentId: string | null;
  branchId: string;
  v: number;
  /** Milliseconds since the epoch. */
  createdAt: number;
  /** As another engine wrote it, when that is not how we would. */
  ts: string | null;
  metadata: CheckpointMetadata;
  next: readonly string[];
  tasks: readonly TaskRecord[];
  /** The channels that this step gave a new version. */
  changed: readonly ChannelValue[];
  newSeen: Record<string, ChannelVersions>;
  whole: LineageState | null;
  /** Entries back to one with `whole`. */
  distance: number;
  /**
   * What a lone task wrote on this checkpoint, as it came with the step that the task made: channel, value, channel, …
   * A loop leaves one of these a step and seldom reads it, so the task's id, dearer than all the rest, is not asked for yet.
   */
  loneTask: TaskRecord | null;
  loneWrites: readonly unknown[] | null;
}

/** An entry that no branch has yet. The lineage takes it over and says where it stands. */
export type NewEntry = Omit<Entry, 'branchId' | 'distance' | 'loneTask' | 'loneWrites'>;

interface Branch extends Omit<BranchRow, 'isHead' | 'namespace'> {
  /** 1 for the lineage's first branch, then counting. */
  position: number;
  tip: LineageState;
}

/** The checkpoints, branches, values and writes of one thread in one namespace. */
export class MemoryLineage {
  readonly entries = new Map<string, Entry>();
  /** Ascending by id. */
  order: Entry[] = [];
  readonly branches = new Map<string, Branch>();
  writes = new MemoryWrites();
  headId: string | null = null;

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

  extend(branchId: string, entry: NewEntry, dropped: readonly string[]): void {
    const branch = this.branches.get(branchId) as Branch;
    const distance = (this.entries.get(branch.tipId)?.distance ?? FULL_DISTANCE) + 1;
    branch.tipId = entry.id;
    for (const { channel } of entry.changed) branch.tip.channels.get(channel)?.release();
    if (entry.whole !== null) branch.tip = copyOf(entry.whole);
    else change(branch.tip, entry, dropped);
    const isDue = distance >= Math.max(FULL_DISTANCE, branch.tip.channels.size);
    const isWhole = entry.whole !== null || dropped.length > 0 || isDue;
    this.#insert(entry, branchId, isWhole ? (entry.whole ?? copyOf(branch.tip)) : null, distance);
  }

  start(branchId: string, origin: BranchOrigin, entry: NewEntry, dropped: readonly string[]): void {
    const tip = entry.whole === null ? this.stateAt(entry.parentId) : copyOf(entry.whole);
    if (entry.whole === null) change(tip, entry, dropped);
    const position = 1 + Math.max(0, ...[...this.branches.values()].map((branch) => branch.position));
    this.branches.set(branchId, {
      branchId,
      position,
      name: position === 1 ? 'main' : `branch ${position}`,
      forkCheckpointId: entry.parentId,
      tipId: entry.id,
      origin,
      hidden: false,
      createdAt: entry.createdAt,
      tip,
    });
    this.#insert(entry, branchId, entry.whole ?? copyOf(tip), 0);
  }

  get isEmpty(): boolean {
    return this.entries.size === 0 && this.writes.isEmpty;
  }

  copy(): MemoryLineage {
    const copies = new Map<ChannelValue, ChannelValue>();
    const copyState = ({ channels, seen }: LineageState): LineageState => ({
      channels: new Map([...channels].map(([channel, value]) => [channel, value.copy(copies)])),
      seen: { ...seen },
    });
    const copy = new MemoryLineage();
    copy.order = this.order.map((entry) => ({
      ...entry,
      changed: entry.changed.map((value) => value.copy(copies)),
      whole: entry.whole && copyState(entry.whole),
      loneWrites: entry.loneWrites?.map((part) => copyWritten(part, copies)) ?? null,
    }));
    for (const entry of copy.order) copy.entries.set(entry.id, entry);
    for (const [id, branch] of this.branches) copy.branches.set(id, { ...branch, tip: copyState(branch.tip) });
    copy.writes = this.writes.copy((value) => copyWritten(value, copies));
    copy.headId = this.headId;
    return copy;
  }

  /** Gives entries whose parent is to go another, and takes out those that are to go. */
  prune(removedIds: ReadonlySet<string>, newParents: ReadonlyMap<string, string | null>): void {
    for (const [id, parentId] of newParents) {
      const entry = this.entries.get(id) as Entry;
      entry.whole ??= this.stateAt(id);
      entry.distance = 0;
      entry.parentId = parentId;
    }
    for (const id of removedIds) {
      this.entries.delete(id);
      this.writes.forget(id);
    }
    this.order = this.order.filter(({ id }) => !removedIds.has(id));
  }

  addLoneWrites(checkpointId: string, task: TaskRecord, writes: readonly unknown[]): void {
    const entry = this.entries.get(checkpointId) as Entry;
    this.writes.sortInLone(entry);
    entry.loneTask = task;
    entry.loneWrites = writes;
  }

  /** Everything at a checkpoint, the caller's own to change (I3); nothing when there is no such checkpoint. */
  stateAt(id: string | null): LineageState {
    const path: Entry[] = [];
    let whole: LineageState | null = null;
    for (let at = id; at !== null && whole === null; ) {
      const entry = this.entries.get(at);
      if (entry === undefined) break;
      if (this.branches.get(entry.branchId)?.tipId === at) whole = (this.branches.get(entry.branchId) as Branch).tip;
      else whole = entry.whole;
      if (whole === null) path.push(entry);
      at = entry.parentId;
    }
    const state = whole === null ? { channels: new Map(), seen: {} } : copyOf(whole);
    for (const entry of path.reverse()) change(state, entry, []);
    return state;
  }

  /** The value that some step gave a channel under this version, for engines that name a version without its value. */
  findValue(channel: string, version: ChannelVersion): ChannelValue | undefined {
    for (const { changed } of this.order) {
      const found = changed.find((value) => value.channel === channel && value.version === version);
      if (found !== undefined) return found;
    }
  }

  /** The position of the first entry in `order` whose id is greater. */
  positionAfter(id: string): number {
    let low = 0;
    let high = this.order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.order[middle] as Entry).id <= id) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #insert(entry: NewEntry, branchId: string, whole: LineageState | null, distance: number): void {
    const placed = entry as Entry;
    placed.branchId = branchId;
    placed.whole = whole;
    placed.distance = whole === null ? distance : 0;
    placed.loneTask = null;
    placed.loneWrites = null;
    this.entries.set(placed.id, placed);
    const last = this.order.at(-1);
    if (last === undefined || last.id < placed.id) this.order.push(placed);
    else this.order.splice(this.positionAfter(placed.id), 0, placed);
  }
}

function change(state: LineageState, { changed, newSeen }: NewEntry, dropped: readonly string[]): void {
  for (const value of changed) state.channels.set(value.channel, value);
  for (const node of Object.keys(newSeen)) state.seen[node] = newSeen[node] as ChannelVersions;
  for (const channel of dropped) state.channels.delete(channel);
}

function copyOf({ channels, seen }: LineageState): LineageState {
  return { channels: new Map(channels), seen: { ...seen } };
}

/** What a write holds: a value, or the channel's value that it has become. */
function copyWritten(written: unknown, copies: Map<ChannelValue, ChannelValue>): unknown {
  return written instanceof ChannelValue ? written.copy(copies) : written;
}
