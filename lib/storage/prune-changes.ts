import type { PendingWrite, PruneCounts, PrunePlan, Serializer } from '@/engine';
import { unseal } from '@/engine';
import type { StoredRow, StoredThread, StoredValueKey } from './prune-read';
import { packStepRecord } from './step-record';
import type { TaskWriteRows } from './step-rows';
import { taskWriteRows } from './step-rows';
import { encodeValue } from './stored-value';
import type { TupleReader } from './tuple-reader';
import type { VersionState } from './version-state';
import { withChange } from './version-state';

/** What a prune writes to the rows of a thread of which something stays. */
export interface PruneChanges {
  /** Checkpoints whose parent goes: their record tells all versions, and no writes of a parent that is gone. */
  records: { row: StoredRow; parentId: string | null; record: Uint8Array }[];
  removedValues: StoredValueKey[];
  /** Values that take the place of the delta that they were kept as, since what it builds on goes. */
  wholeValues: { key: StoredValueKey; value: Uint8Array }[];
  /** A lone task's writes whose step goes. */
  keptWrites: { row: StoredRow; writes: TaskWriteRows }[];
  counts: PruneCounts;
}

interface Reading {
  /** Only values that these tell of may go, since others may write to the thread meanwhile. Default: any. */
  valuesOf?: readonly StoredRow[];
  reader: TupleReader;
  serializer: Serializer;
  /** What tasks wrote on a checkpoint. */
  readWrites: (row: StoredRow, taskId: string) => Promise<PendingWrite[]>;
}

export async function changesOf(
  thread: StoredThread,
  plan: Pick<PrunePlan<StoredRow>, 'kept' | 'removed' | 'newParents' | 'removedBranches'>,
  reading: Reading,
): Promise<PruneChanges> {
  const states = statesOf(thread.rows);
  const kept = new Set(plan.kept);
  const records = [...plan.newParents].map(([row, parentId]) => ({
    row,
    parentId,
    record: fullRecord(row, states.get(row) as VersionState),
  }));
  const { removedValues: unneeded, cutOff } = sortValues(thread, plan.kept, states);
  const told = reading.valuesOf && placesOf(reading.valuesOf, states);
  const removedValues = told ? unneeded.filter((value) => told.has(valueKey(value))) : unneeded;
  const wholeValues = await readWhole(thread.threadId, cutOff, reading);
  const keptWrites = await readKeptWrites(thread.rows, kept, reading);
  const counts = count({ thread, plan, records, removedValues, wholeValues, keptWrites });
  return { records, removedValues, wholeValues, keptWrites, counts };
}

/** The versions at each checkpoint: along each branch, the records summed up. */
function statesOf(rows: readonly StoredRow[]): Map<StoredRow, VersionState> {
  const states = new Map<StoredRow, VersionState>();
  const last = new Map<string, VersionState>();
  for (const row of rows) {
    const branch = `${row.namespace}\n${row.branchId}`;
    const state = withChange(last.get(branch) ?? null, row.record.change, row.checkpointId);
    last.set(branch, state);
    states.set(row, state);
  }
  return states;
}

function fullRecord({ record }: StoredRow, { channels, seen }: VersionState): Uint8Array {
  const changed = record.change.channels.slice(0, record.changedCount);
  const names = new Set(changed.map(([name]) => name));
  const unchanged = [...channels].filter(([name]) => !names.has(name));
  const change = { isFull: true, channels: [...changed, ...unchanged], seen: { ...seen } };
  return packStepRecord({ ...record, change, writes: null });
}

function placesOf(rows: readonly StoredRow[], states: ReadonlyMap<StoredRow, VersionState>): Set<string> {
  const places = new Set<string>();
  for (const row of rows) {
    for (const [channel, { place }] of states.get(row)?.channels ?? []) {
      if (place.kind === 'row' || place.kind === 'found') places.add(valueKey({ ...place, ...row, channel }));
    }
  }
  return places;
}

/** Of each chain, the first value that is needed starts it from now on; what lies before it or behind the last goes. */
function sortValues(
  { values }: StoredThread,
  kept: readonly StoredRow[],
  states: ReadonlyMap<StoredRow, VersionState>,
): { removedValues: StoredValueKey[]; cutOff: StoredValueKey[] } {
  const needed = new Map<string, { first: number; last: number }>();
  const need = (key: string, sequence: number) => {
    const range = needed.get(key) ?? { first: sequence, last: sequence };
    range.first = Math.min(range.first, sequence);
    range.last = Math.max(range.last, sequence);
    needed.set(key, range);
  };
  for (const row of kept) {
    for (const [channel, { place }] of states.get(row)?.channels ?? []) {
      if (place.kind !== 'row' && place.kind !== 'found') continue;
      need(chainKey({ namespace: row.namespace, channel, chainId: place.chainId }), place.sequence);
    }
  }
  for (const value of values) {
    const { refersTo } = value;
    const isNeeded = refersTo !== null && needed.get(chainKey(value))?.first === value.sequence;
    if (isNeeded) need(chainKey({ ...refersTo, namespace: value.namespace }), refersTo.sequence);
  }
  const removedValues: StoredValueKey[] = [];
  const cutOff: StoredValueKey[] = [];
  const starts = new Map<string, number>();
  for (const value of values) {
    const key = chainKey(value);
    starts.set(key, Math.min(starts.get(key) ?? value.sequence, value.sequence));
  }
  for (const value of values) {
    const key = chainKey(value);
    const range = needed.get(key);
    if (range === undefined || value.sequence < range.first || value.sequence > range.last) removedValues.push(value);
    else if (value.sequence === range.first && range.first !== starts.get(key)) cutOff.push(value);
  }
  return { removedValues, cutOff };
}

async function readWhole(threadId: string, cutOff: StoredValueKey[], { reader, serializer }: Reading) {
  const positions = cutOff.map((key) => ({ ...key, threadId }));
  const found = await reader.readValues(positions);
  return positions.map(({ threadId: _, ...key }, at) => ({
    key,
    value: encodeValue(key.channel, unseal(found[at], serializer), serializer),
  }));
}

/** What a lone task wrote on a checkpoint that stays is in the record of the step behind: it must outlive that. */
async function readKeptWrites(
  rows: readonly StoredRow[],
  kept: ReadonlySet<StoredRow>,
  { serializer, readWrites }: Reading,
): Promise<PruneChanges['keptWrites']> {
  const byId = new Map(rows.map((row) => [`${row.namespace}\n${row.checkpointId}`, row]));
  const keptWrites: PruneChanges['keptWrites'] = [];
  for (const row of rows) {
    const [task] = row.record.tasks;
    if (kept.has(row) || row.record.writes === null || row.parentId === null || task === undefined) continue;
    const parent = byId.get(`${row.namespace}\n${row.parentId}`);
    if (parent === undefined || !kept.has(parent) || parent.branchId !== row.branchId) continue;
    const writes = await readWrites(parent, task.id);
    keptWrites.push({ row: parent, writes: taskWriteRows(task.id, writes, serializer) });
  }
  return keptWrites;
}

function count(changes: {
  thread: StoredThread;
  plan: Pick<PrunePlan<StoredRow>, 'removed' | 'removedBranches' | 'newParents'>;
  records: PruneChanges['records'];
  removedValues: StoredValueKey[];
  wholeValues: PruneChanges['wholeValues'];
  keptWrites: PruneChanges['keptWrites'];
}): PruneCounts {
  const { thread, plan, records, removedValues, wholeValues, keptWrites } = changes;
  const { removed } = plan;
  const gone = new Set(removed.map(({ namespace, checkpointId }) => `${namespace}\n${checkpointId}`));
  const writes = thread.writes.filter(({ namespace, checkpointId }) => gone.has(`${namespace}\n${checkpointId}`));
  const recorded = [...removed, ...plan.newParents.keys()].map(({ record }) => record.writes?.length ?? 0);
  const moved = keptWrites.map(({ writes: { regular } }) => regular?.packed.length ?? 0);
  return {
    checkpoints: removed.length,
    branches: plan.removedBranches.length,
    writes: writes.length + sum(recorded),
    values: removedValues.length,
    bytes:
      sum(removed.map(({ recordBytes }) => recordBytes)) +
      sum(records.map(({ row, record }) => row.recordBytes - record.length)) +
      sum(writes.map(({ bytes }) => bytes)) +
      sum(removedValues.map(({ bytes }) => bytes)) +
      sum(wholeValues.map(({ key, value }) => key.bytes - value.length)) -
      sum(moved),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function valueKey(value: Pick<StoredValueKey, 'namespace' | 'channel' | 'chainId' | 'sequence'>): string {
  return `${chainKey(value)}\0${value.sequence}`;
}

function chainKey({ namespace, channel, chainId }: Pick<StoredValueKey, 'namespace' | 'channel' | 'chainId'>): string {
  return `${namespace}\0${channel}\0${chainId}`;
}
