import type {
  BranchOrigin,
  ChannelVersion,
  ChannelVersions,
  CheckpointMetadata,
  PendingWrite,
  Serializer,
  TaskRecord,
} from '@/engine';
import { START } from '@/engine';
import { laterState } from './later-state';
import { nodesText } from './nodes-column';
import type { WriteRow } from './packed-writes';
import { encodeWrites, regularRow, reservedRows } from './packed-writes';
import type { RecordedWrite } from './recorded-writes';
import { recordWrites } from './recorded-writes';
import { packStepRecord } from './step-record';
import { storedId, storedIdOrNull } from './stored-id';
import { storedMetadata } from './stored-metadata';
import type { KnownValue, StoredValue, ValueRow } from './value-chain';
import { isCompared, storeValue } from './value-chain';
import type { ChannelState, StepVersions, VersionState } from './version-state';
import { versionChange, withoutChain } from './version-state';

/** A checkpoint to be saved, whether the engine's `commitStep` or the contract's `put` gave it. */
export interface Step {
  threadId: string;
  namespace: string;
  graphName: string | null;
  parentId: string | null;
  checkpointId: string;
  /** The checkpoint's format number. */
  v: number;
  createdAt: number;
  /** As another engine wrote the time, when that is not how we would. */
  ts: string | null;
  metadata: CheckpointMetadata;
  newVersions: ChannelVersions;
  newValues: Record<string, unknown>;
  versions: StepVersions;
  next: readonly string[];
  tasks: readonly TaskRecord[];
  loneWrites?: PendingWrite[] | undefined;
}

export type BranchPlace =
  /** Extends the branch, whose tip must be the parent. */
  | { kind: 'extend'; branchId: string; head: 'keep' | 'if-latest' }
  /** Starts a branch. `first`: the namespace has no branch yet; `keep`: the head is another. */
  | { kind: 'start'; branchId: string; origin: BranchOrigin; head: 'first' | 'take' | 'keep' | 'if-latest' };

/** One step as rows, values encoded. Nothing of it depends on the dialect. */
export interface StepRows {
  threadId: string;
  namespace: string;
  graphName: string | null;
  place: BranchPlace;
  checkpointId: Uint8Array;
  parentId: Uint8Array | null;
  baseId: Uint8Array;
  source: string;
  step: number;
  runId: Uint8Array | null;
  createdAt: number;
  nodes: string;
  next: string;
  metadata: string | null;
  record: Uint8Array;
  values: ValueRow[];
  /** A lone task's writes, which belong to the parent, when the record could not take them. */
  writes: TaskWriteRows | null;
}

export interface TaskWriteRows {
  taskId: Uint8Array;
  regular: WriteRow | null;
  reserved: WriteRow[];
}

export type StepOutcome = 'saved' | 'conflict' | 'no-parent';

/** What a step goes on from: its parent's versions, and such values of theirs as are at hand. */
export interface Inherited {
  state: VersionState;
  sealedOf: (channel: string, state: ChannelState) => unknown;
}

/** A step as it is saved, and what a saver can remember of it. */
export interface PreparedStep {
  rows: StepRows;
  state: VersionState;
  values: ReadonlyMap<string, StoredValue>;
}

/** @throws UnserializableValueError before anything is saved. */
export function prepareStep(
  step: Step,
  place: BranchPlace,
  inherited: Inherited | null,
  serializer: Serializer,
): PreparedStep {
  const { metadata, checkpointId, createdAt, ts, v, tasks } = step;
  const isStart = place.kind === 'start';
  const values = storeValues(step, inherited, isStart, serializer);
  const changed = changedChannels(step, values);
  const change = versionChange(step.versions, changed, inherited?.state ?? null, isStart);
  const state = laterState(isStart ? null : (inherited?.state ?? null), change, checkpointId);
  const { writes, writeRows } = loneWrites(step, values, serializer);
  const rows: StepRows = {
    threadId: step.threadId,
    namespace: step.namespace,
    graphName: step.graphName,
    place,
    checkpointId: storedId(checkpointId),
    parentId: storedIdOrNull(step.parentId),
    baseId: storedId(state.baseId),
    source: String(metadata.source),
    step: Number.isInteger(metadata.step) ? metadata.step : 0,
    runId: storedIdOrNull(metadata.run_id),
    createdAt,
    nodes: nodesText(tasks),
    next: JSON.stringify(step.next),
    metadata: storedMetadata(metadata),
    record: packStepRecord({ v, ts, tasks, changedCount: changed.length, change, writes }),
    values: valueRows(values),
    writes: writeRows,
  };
  return { rows, state, values };
}

export function taskWriteRows(taskId: string, writes: readonly PendingWrite[], serializer: Serializer): TaskWriteRows {
  const encoded = encodeWrites(writes, serializer);
  return { taskId: storedId(taskId), regular: regularRow(encoded), reserved: reservedRows(encoded) };
}

function storeValues(
  { checkpointId, newVersions, newValues }: Step,
  inherited: Inherited | null,
  isStart: boolean,
  serializer: Serializer,
): Map<string, StoredValue> {
  const values = new Map<string, StoredValue>();
  const input = () => (inherited && knownValue(inherited, START, isStart)) ?? null;
  for (const channel of Object.keys(newVersions)) {
    if (!Object.hasOwn(newValues, channel)) continue;
    const version = newVersions[channel] as ChannelVersion;
    const value = newValues[channel];
    const before = inherited && isCompared(value) ? knownValue(inherited, channel, isStart) : undefined;
    const given = { channel, version, value, checkpointId, input };
    values.set(channel, storeValue(given, before, serializer));
  }
  return values;
}

/** Undefined when the value before is not at hand: then the whole value is stored. */
function knownValue({ state, sealedOf }: Inherited, channel: string, isStart: boolean): KnownValue | undefined {
  const before = state.channels.get(channel);
  if (before === undefined || before.place.kind === 'empty') return undefined;
  const sealed = sealedOf(channel, before);
  return sealed === undefined ? undefined : { state: isStart ? withoutChain(before) : before, sealed };
}

function valueRows(values: ReadonlyMap<string, StoredValue>): ValueRow[] {
  const rows: ValueRow[] = [];
  for (const { row } of values.values()) if (row !== null) rows.push(row);
  return rows;
}

function changedChannels(
  { newVersions }: Step,
  values: ReadonlyMap<string, StoredValue>,
): [name: string, state: ChannelState][] {
  const channels = Object.keys(newVersions);
  const changed = new Array<[string, ChannelState]>(channels.length);
  for (let at = 0; at < channels.length; at++) {
    const channel = channels[at] as string;
    const state = values.get(channel)?.state ?? emptyState(newVersions[channel] as ChannelVersion);
    changed[at] = [channel, state];
  }
  return changed;
}

function emptyState(version: ChannelVersion): ChannelState {
  return { version, sizeBytes: 0, place: { kind: 'empty' } };
}

function loneWrites(
  { loneWrites, tasks: [task] }: Step,
  values: ReadonlyMap<string, StoredValue>,
  serializer: Serializer,
): { writes: RecordedWrite[] | null; writeRows: TaskWriteRows | null } {
  if (!loneWrites || !task) return { writes: null, writeRows: null };
  const writes = recordWrites(loneWrites, values, serializer);
  return { writes, writeRows: writes === null ? taskWriteRows(task.id, loneWrites, serializer) : null };
}
