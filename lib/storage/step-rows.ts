import type {
  BranchOrigin,
  ChannelVersion,
  ChannelVersions,
  CheckpointMetadata,
  PendingWrite,
  Serializer,
  TaskRecord,
} from '@/engine';
import { namingChannel } from '@/engine';
import { jsonText } from './json-text';
import type { WriteRow } from './packed-writes';
import { encodeWrites, regularRow, reservedRows } from './packed-writes';
import { packStepRecord } from './step-record';
import { storedId, storedIdOrNull } from './stored-id';
import type { ChannelState, StepVersions, VersionState } from './version-state';
import { versionChange, withChange } from './version-state';

/** A small value sits in the record: a row of its own would cost several times its bytes. */
const MAX_INLINE_BYTES = 24;
const OWN_VERSION = /^[0-9a-z]{8}\.[0-9a-z]{8}$/;

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
  /** Starts a branch. `first`: the namespace has no branch yet. */
  | { kind: 'start'; branchId: string; origin: BranchOrigin; head: 'first' | 'take' | 'if-latest' };

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
  next: string;
  metadata: string;
  record: Uint8Array;
  values: ValueRow[];
  /** The lone task's writes, which belong to the parent. */
  writes: TaskWriteRows | null;
}

export interface ValueRow {
  channel: string;
  chainId: string;
  version: string;
  value: Uint8Array;
}

export interface TaskWriteRows {
  taskId: Uint8Array;
  regular: WriteRow | null;
  reserved: WriteRow[];
}

export type StepOutcome = 'saved' | 'conflict' | 'no-parent';

/** @throws UnserializableValueError before anything is saved. */
export function stepRows(
  step: Step,
  place: BranchPlace,
  inherited: VersionState | null,
  serializer: Serializer,
): { rows: StepRows; state: VersionState } {
  const { metadata, checkpointId, createdAt, ts, v } = step;
  const { changed, values } = changedChannels(step, serializer);
  const change = versionChange(step.versions, changed, inherited, place.kind === 'start');
  const state = withChange(place.kind === 'start' ? null : inherited, change, checkpointId);
  const [task] = step.tasks;
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
    next: JSON.stringify(step.next),
    metadata: jsonText(metadata),
    record: packStepRecord({ v, ts, tasks: step.tasks, changedCount: changed.size, change }),
    values,
    writes: step.loneWrites && task ? taskWriteRows(task.id, step.loneWrites, serializer) : null,
  };
  return { rows, state };
}

export function taskWriteRows(taskId: string, writes: readonly PendingWrite[], serializer: Serializer): TaskWriteRows {
  const encoded = encodeWrites(writes, serializer);
  return { taskId: storedId(taskId), regular: regularRow(encoded), reserved: reservedRows(encoded) };
}

function changedChannels({ checkpointId, newVersions, newValues }: Step, serializer: Serializer) {
  const changed = new Map<string, ChannelState>();
  const values: ValueRow[] = [];
  for (const channel of Object.keys(newVersions)) {
    const version = newVersions[channel] as ChannelVersion;
    if (!Object.hasOwn(newValues, channel)) {
      changed.set(channel, { version, sizeBytes: 0, place: { kind: 'empty' } });
      continue;
    }
    const bytes = namingChannel(channel, () => serializer.encode(newValues[channel]));
    if (bytes.length <= MAX_INLINE_BYTES) {
      changed.set(channel, { version, sizeBytes: bytes.length, place: { kind: 'inline', bytes } });
      continue;
    }
    const text = String(version);
    // Another engine may give two branches one version: the checkpoint tells their values apart.
    const chainId = OWN_VERSION.test(text) ? text : `${text}@${checkpointId}`;
    values.push({ channel, chainId, version: text, value: bytes });
    changed.set(channel, { version, sizeBytes: bytes.length, place: { kind: 'row', chainId, sequence: 0 } });
  }
  return { changed, values };
}
