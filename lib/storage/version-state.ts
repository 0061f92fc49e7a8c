import type { ChainWeight, ChannelVersion, ChannelVersions } from '@/engine';
import { setKey } from '@/engine';

// Invariants
// V1. A record is a difference against its parent's state, and is full at a branch's first checkpoint, every
//     FULL_DISTANCE checkpoints, and whenever something was taken away. So the records of one branch, from a
//     checkpoint's base to the checkpoint itself, tell all its versions: one range of rows.
// V2. A difference names a channel when its version or its place changed, and a node with all that it has seen.

const FULL_DISTANCE = 64;

/** Where a channel's value is. A `found` place was taken on trust: another engine named a version that it did not hand over. */
export type ValuePlace =
  | ChainPlace
  | { kind: 'found'; chainId: string; sequence: number }
  | { kind: 'inline'; bytes: Uint8Array }
  | { kind: 'empty' };

/** In rows of `channel_values`: a whole value, and deltas up to `sequence`. */
export interface ChainPlace {
  kind: 'row';
  chainId: string;
  sequence: number;
  /** How far the chain has come; null when it belongs to another branch, so that this one may not go on with it. */
  weight: ChainWeight | null;
}

export interface ChannelState {
  version: ChannelVersion;
  /** Of what is stored for it: the whole value, or what is new in it. */
  sizeBytes: number;
  place: ValuePlace;
}

/** All versions at one checkpoint, and where their values are. */
export interface VersionState {
  baseId: string;
  /** Checkpoints since the base. */
  distance: number;
  channels: ReadonlyMap<string, ChannelState>;
  seen: Readonly<Record<string, ChannelVersions>>;
}

export interface VersionChange {
  isFull: boolean;
  /** Those that the step changed come first. */
  channels: [name: string, state: ChannelState][];
  seen: Record<string, ChannelVersions>;
}

export interface RecordedChange {
  checkpointId: string;
  change: VersionChange;
}

/** What a step says of versions besides the channels that it changed. */
export type StepVersions =
  /** Against its parent, as our engine says it. */
  | { kind: 'changes'; seen: Record<string, ChannelVersions>; dropped: readonly string[] }
  /** Everything, as the contract's `put` does. */
  | { kind: 'whole'; versions: ChannelVersions; seen: Record<string, ChannelVersions> };

/**
 * What a checkpoint's record has to say. `inherited` is its parent's state, where unchanged channels have their values;
 * at the start of a branch the record is full all the same (V1).
 */
export function versionChange(
  said: StepVersions,
  changed: VersionChange['channels'],
  inherited: VersionState | null,
  isStart: boolean,
): VersionChange {
  if (said.kind === 'whole') return changeToWhole(said, changed, inherited, isStart);
  const mayDiffer = !isStart && inherited !== null && inherited.distance + 1 < FULL_DISTANCE;
  if (mayDiffer && said.dropped.length === 0) return { isFull: false, channels: changed, seen: said.seen };
  const isChanged = namesOf(changed);
  const unchanged = [...(inherited?.channels ?? [])]
    .filter(([name]) => !isChanged.has(name) && !said.dropped.includes(name))
    .map(([name, state]): [string, ChannelState] => [name, isStart ? withoutChain(state) : state]);
  return { isFull: true, channels: [...changed, ...unchanged], seen: { ...inherited?.seen, ...said.seen } };
}

function changeToWhole(
  { versions, seen }: Extract<StepVersions, { kind: 'whole' }>,
  changed: VersionChange['channels'],
  inherited: VersionState | null,
  isStart: boolean,
): VersionChange {
  const isChanged = namesOf(changed);
  const unchanged = Object.entries(versions)
    .filter(([name]) => !isChanged.has(name))
    .map(([name, version]): [string, ChannelState] => {
      const known = inherited?.channels.get(name);
      if (known?.version !== version) return [name, foundByVersion(version)];
      return [name, isStart ? withoutChain(known) : known];
    });
  const difference = isStart || inherited === null ? null : differenceFrom(inherited, { versions, seen });
  if (difference === null) return { isFull: true, channels: [...changed, ...unchanged], seen: copyOf(seen) };
  const moved = unchanged.filter(([name, state]) => inherited?.channels.get(name) !== state);
  return { isFull: false, channels: [...changed, ...moved], seen: difference };
}

function namesOf(channels: VersionChange['channels']): ReadonlySet<string> {
  return new Set(channels.map(([name]) => name));
}

/** The state after a record; `before` is not changed. */
export function withChange(before: VersionState | null, change: VersionChange, checkpointId: string): VersionState {
  return withChanges(before, [{ change, checkpointId }]);
}

/** The same after several records, at least one. */
export function withChanges(before: VersionState | null, changes: readonly RecordedChange[]): VersionState {
  const full = changes.findLastIndex(({ change }) => change.isFull);
  // Without a state before it, a difference is all that is known.
  const start = full < 0 && before === null ? 0 : full;
  const base = start < 0 ? (before as VersionState) : fullState(changes[start] as RecordedChange);
  const rest = changes.slice(start + 1).map(({ change }) => change);
  if (rest.length === 0) return base;
  return { baseId: base.baseId, distance: base.distance + rest.length, ...merged(base, rest) };
}

function fullState({ change, checkpointId }: RecordedChange): VersionState {
  return { baseId: checkpointId, distance: 0, channels: new Map(change.channels), seen: change.seen };
}

type Versions = Pick<VersionState, 'channels' | 'seen'>;

/** What differences make of some versions, in one copy. */
export function merged(before: Versions, changes: Iterable<VersionChange>): Versions {
  const channels = new Map(before.channels);
  const seen = { ...before.seen };
  for (const change of changes) {
    for (const [name, state] of change.channels) channels.set(name, state);
    for (const node of Object.keys(change.seen)) setKey(seen, node, change.seen[node]);
  }
  return { channels, seen };
}

/** The nodes that saw something new; null when only a full record can tell (V1). */
function differenceFrom(
  before: VersionState,
  { versions, seen }: Omit<Extract<StepVersions, { kind: 'whole' }>, 'kind'>,
): Record<string, ChannelVersions> | null {
  if (before.distance + 1 >= FULL_DISTANCE) return null;
  for (const name of before.channels.keys()) if (!(name in versions)) return null;
  return seenDifference(before.seen, seen);
}

/** On a new branch the value is where it was, but its chain is the other branch's (see ChainPlace). */
export function withoutChain(state: ChannelState): ChannelState {
  const { place } = state;
  return place.kind === 'row' && place.weight !== null ? { ...state, place: { ...place, weight: null } } : state;
}

/** The caller may go on changing its own. */
function copyOf(seen: Record<string, ChannelVersions>): Record<string, ChannelVersions> {
  return Object.fromEntries(Object.entries(seen).map(([node, versions]) => [node, { ...versions }]));
}

function foundByVersion(version: ChannelVersion): ChannelState {
  return { version, sizeBytes: 0, place: { kind: 'found', chainId: String(version), sequence: 0 } };
}

/** Nodes that saw something new; null when a node is gone, which a difference can't say. */
function seenDifference(
  before: Readonly<Record<string, ChannelVersions>>,
  after: Record<string, ChannelVersions>,
): Record<string, ChannelVersions> | null {
  const changed: Record<string, ChannelVersions> = {};
  let kept = 0;
  for (const [node, versions] of Object.entries(after)) {
    const old = before[node];
    if (old !== undefined) kept += 1;
    if (old !== versions && !isSameVersions(old, versions)) changed[node] = { ...versions };
  }
  return kept === Object.keys(before).length ? changed : null;
}

function isSameVersions(a: ChannelVersions | undefined, b: ChannelVersions): boolean {
  if (a === undefined) return false;
  const names = Object.keys(b);
  return names.length === Object.keys(a).length && names.every((name) => a[name] === b[name]);
}
