import type { ChannelVersion, ChannelVersions, TaskPath, TaskRecord, TaskStatus } from '@/engine';
import { CHECKPOINT_FORMAT } from '@/engine';
import { unframe } from './frame';
import type { StepRecord } from './step-record';
import { idText } from './stored-id';
import { setFlags } from './task-codec';
import type { ChannelState, ValuePlace } from './version-state';

// Records of format 1, which version 0.1 wrote: JSON, whose values are whole rows. They are read, never written. Which
// branch a value's row belongs to they don't say, so no chain goes on from there.

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

const PLACES: ValuePlace['kind'][] = ['row', 'inline', 'empty', 'found'];

export function unpackFirstRecord(stored: Uint8Array): StepRecord & { tasks: TaskRecord[] } {
  const { text, take } = unframe<RecordText>(stored);
  const version = (position: number) => text.versions[position] as ChannelVersion;
  const channels = text.channels.map(([name, at, code, sizeBytes, chain, sequence = 0]): [string, ChannelState] => {
    const kind = PLACES[code] as ValuePlace['kind'];
    const chainId = chain ?? String(version(at));
    const state = { version: version(at), sizeBytes };
    if (kind === 'inline') return [name, { ...state, place: { kind, bytes: take(sizeBytes) } }];
    if (kind === 'empty') return [name, { ...state, place: { kind } }];
    if (kind === 'found') return [name, { ...state, place: { kind, chainId, sequence } }];
    return [name, { ...state, place: { kind, chainId, sequence, weight: null } }];
  });
  const tasks = text.tasks.map(([node, path, startMs, durationMs, attempts, status, flags, idBytes]): TaskRecord => {
    const id = idText(take(idBytes));
    const task: TaskRecord = { id, node, path: unpackPath(node, path), startMs, durationMs, attempts, status };
    setFlags(task, flags);
    return task;
  });
  const seen = mapValues(text.seen, (positions): ChannelVersions => mapValues(positions, version));
  return {
    v: text.v ?? CHECKPOINT_FORMAT,
    ts: text.ts ?? null,
    tasks,
    changedCount: text.n,
    change: { isFull: text.f === 1, channels, seen },
    writes: null,
  };
}

function unpackPath(node: string, path: null | number | TaskPath): TaskPath {
  if (path === null) return ['__pregel_pull', node];
  return typeof path === 'number' ? ['__pregel_push', path] : path;
}

function mapValues<In, Out>(from: Readonly<Record<string, In>>, map: (value: In) => Out): Record<string, Out> {
  return Object.fromEntries(Object.entries(from).map(([key, value]) => [key, map(value)]));
}
