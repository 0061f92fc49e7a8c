import type { ChannelVersion, ChannelVersions, TaskPath, TaskRecord, TaskStatus } from '@/engine';
import { CHECKPOINT_FORMAT, isCallPath } from '@/engine';
import { frame, unframe } from './frame';
import { idText, storedId } from './stored-id';
import type { ChannelState, ValuePlace, VersionChange } from './version-state';

/** What a checkpoint row keeps in its packed column: all that a timeline draws, and what became of the versions. */
export interface StepRecord {
  /** The checkpoint's own format number and time. */
  v: number;
  ts: string | null;
  tasks: readonly TaskRecord[];
  /** How many of the change's channels, from the first on, the step itself changed. */
  changedCount: number;
  change: VersionChange;
}

// The JSON part. Versions are kept once and named by position, since one step's channels share theirs.
interface RecordText {
  f?: 1;
  v?: number;
  ts?: string;
  n: number;
  versions: ChannelVersion[];
  channels: PackedChannel[];
  seen: Record<string, Record<string, number>>;
  tasks: PackedTask[];
}

type PackedChannel = [
  name: string,
  version: number,
  place: number,
  sizeBytes: number,
  chain?: string,
  sequence?: number,
];
type PackedTask = [
  node: string,
  path: null | number | TaskPath,
  startMs: number,
  durationMs: number,
  attempts: number,
  status: TaskStatus,
  flags: number,
  idBytes: number,
];

/** Bits of a task's flags. */
const REUSED = 1;
const CACHED = 2;
const HANDLED = 4;

const PLACES: ValuePlace['kind'][] = ['row', 'inline', 'empty', 'found'];

/** The JSON part, then the bytes of inline values and task ids in the order in which the JSON names them. */
export function packStepRecord(record: StepRecord): Uint8Array {
  const versions = new VersionTable();
  const tail: Uint8Array[] = [];
  const channels = record.change.channels.map(([name, state]): PackedChannel => {
    const { place } = state;
    const packed: PackedChannel = [name, versions.position(state.version), PLACES.indexOf(place.kind), state.sizeBytes];
    if (place.kind === 'inline') tail.push(place.bytes);
    if (
      (place.kind === 'row' || place.kind === 'found') &&
      !(place.chainId === state.version && place.sequence === 0)
    ) {
      packed.push(place.chainId, place.sequence);
    }
    return packed;
  });
  const tasks = record.tasks.map((task): PackedTask => {
    const id = storedId(task.id);
    tail.push(id);
    const { node, startMs, durationMs, attempts, status, reused, cached, handled } = task;
    const flags = (reused ? REUSED : 0) | (cached ? CACHED : 0) | (handled ? HANDLED : 0);
    return [node, packPath(task), startMs, durationMs, attempts, status, flags, id.length];
  });
  const seen = mapValues(record.change.seen, (seenVersions) => mapValues(seenVersions, (v) => versions.position(v)));
  const text: RecordText = {
    ...(record.change.isFull && { f: 1 }),
    ...(record.v !== CHECKPOINT_FORMAT && { v: record.v }),
    ...(record.ts !== null && { ts: record.ts }),
    n: record.changedCount,
    versions: versions.list,
    channels,
    seen,
    tasks,
  };
  return frame(text, tail);
}

export function unpackStepRecord(stored: Uint8Array): StepRecord & { tasks: TaskRecord[] } {
  const { text, take } = unframe<RecordText>(stored);
  const version = (position: number) => text.versions[position] as ChannelVersion;
  const channels = text.channels.map(([name, at, code, sizeBytes, chain, sequence = 0]): [string, ChannelState] => {
    const kind = PLACES[code] as ValuePlace['kind'];
    const chainId = chain ?? String(version(at));
    const place: ValuePlace =
      kind === 'inline' ? { kind, bytes: take(sizeBytes) } : kind === 'empty' ? { kind } : { kind, chainId, sequence };
    return [name, { version: version(at), sizeBytes, place }];
  });
  const tasks = text.tasks.map(([node, path, startMs, durationMs, attempts, status, flags, idBytes]): TaskRecord => {
    const id = idText(take(idBytes));
    return {
      id,
      node,
      path: unpackPath(node, path),
      startMs,
      durationMs,
      attempts,
      status,
      ...(flags & REUSED && { reused: true }),
      ...(flags & CACHED && { cached: true }),
      ...(flags & HANDLED && { handled: true }),
    };
  });
  const seen = mapValues(text.seen, (positions): ChannelVersions => mapValues(positions, version));
  return {
    v: text.v ?? CHECKPOINT_FORMAT,
    ts: text.ts ?? null,
    tasks,
    changedCount: text.n,
    change: { isFull: text.f === 1, channels, seen },
  };
}

class VersionTable {
  readonly list: ChannelVersion[] = [];
  readonly #positions = new Map<ChannelVersion, number>();

  position(version: ChannelVersion): number {
    let position = this.#positions.get(version);
    if (position === undefined) {
      position = this.list.push(version) - 1;
      this.#positions.set(version, position);
    }
    return position;
  }
}

function packPath({ node, path }: TaskRecord): null | number | TaskPath {
  if (isCallPath(path)) return path;
  if (path[0] === '__pregel_push') return path[1];
  return path[1] === node ? null : path;
}

function unpackPath(node: string, path: null | number | TaskPath): TaskPath {
  if (path === null) return ['__pregel_pull', node];
  return typeof path === 'number' ? ['__pregel_push', path] : path;
}

function mapValues<In, Out>(from: Readonly<Record<string, In>>, map: (value: In) => Out): Record<string, Out> {
  return Object.fromEntries(Object.entries(from).map(([key, value]) => [key, map(value)]));
}
