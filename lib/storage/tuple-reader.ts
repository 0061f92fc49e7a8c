import type {
  CheckpointConfig,
  CheckpointMetadata,
  CheckpointPendingWrite,
  CheckpointTuple,
  Serializer,
} from '@/engine';
import { EngineError, inTaskOrder } from '@/engine';
import type { Database } from './database';
import type { TupleRow } from './hot-reads';
import { hotReads, readHot } from './hot-reads';
import { parseJsonText } from './json-text';
import { Lru } from './lru';
import { unpackWrites } from './packed-writes';
import { unpackStepRecord } from './step-record';
import type { ValueRow } from './step-rows';
import { idText, idTextOrNull } from './stored-id';
import type { ChannelState, VersionState } from './version-state';
import { withChange } from './version-state';

const MAX_STATES = 500;
const MAX_VALUE_BYTES = 32 * 1024 * 1024;

/**
 * Puts checkpoints together from rows: any number in three statements (records back to each one's base, values, writes).
 * What it caches never changes (records' sums, values); pending writes and tips are read every time.
 */
export class TupleReader {
  readonly #database: Database;
  readonly #queries: ReturnType<typeof hotReads>;
  readonly #serializer: Serializer;
  readonly #states = new Lru<VersionState>(MAX_STATES);
  readonly #values = new Lru<Uint8Array>(MAX_VALUE_BYTES);

  constructor(database: Database, serializer: Serializer) {
    this.#database = database;
    this.#queries = hotReads(database.sql);
    this.#serializer = serializer;
  }

  /** The versions of a checkpoint that was read or saved lately. */
  cachedState(threadId: string, namespace: string, checkpointId: string): VersionState | undefined {
    return this.#states.get(stateKey(threadId, namespace, checkpointId));
  }

  /** What a saved step adds to the caches, so that the next turn reads neither. */
  remember(threadId: string, namespace: string, checkpointId: string, state: VersionState, values: ValueRow[]): void {
    this.#states.set(stateKey(threadId, namespace, checkpointId), state);
    for (const { channel, chainId, value } of values) {
      this.#values.set(valueKey(threadId, namespace, channel, chainId, 0), value, value.length);
    }
  }

  forget(threadId: string): void {
    this.#states.deletePrefix(`${threadId}\0`);
    this.#values.deletePrefix(`${threadId}\0`);
  }

  /** Tuples of the rows, in their order; a thread that is deleted meanwhile drops out. */
  async read(rows: TupleRow[]): Promise<CheckpointTuple[]> {
    if (rows.length === 0) return [];
    const states = await this.states(rows);
    const [values, writes] = await Promise.all([this.#readValues(rows, states), this.#readWrites(rows)]);
    return rows.flatMap((row, position) => {
      const state = states[position];
      const held = state && values(row, state);
      return held ? [tuple(row, state, held, writes(row))] : [];
    });
  }

  /** The complete versions at each row's checkpoint; undefined when its records are gone. */
  async states(rows: TupleRow[]): Promise<(VersionState | undefined)[]> {
    const unknown = rows.filter((row) => this.#states.get(rowStateKey(row)) === undefined);
    const fresh = unknown.length === 0 ? new Map<string, VersionState>() : await this.#sumRecords(unknown);
    return rows.map((row) => fresh.get(rowStateKey(row)) ?? this.#states.get(rowStateKey(row)));
  }

  async #sumRecords(rows: TupleRow[]): Promise<Map<string, VersionState>> {
    const bases = unique(
      rows.map((row) => ({ ...place(row), base: hex(row.baseId) })),
      ({ thread, namespace, base }) => `${thread}\0${namespace}\0${base}`,
    );
    const last = rows.map((row) => row.checkpointId).reduce((a, b) => (Buffer.compare(a, b) < 0 ? b : a));
    const records = await readHot(this.#database, this.#queries.records, [JSON.stringify(bases), last]);
    const wanted = new Set(rows.map(rowStateKey));
    const sums = new Map<string, VersionState>();
    let sum: VersionState | null = null;
    for (const row of records) {
      const record = unpackStepRecord(row.record);
      sum = withChange(record.change.isFull ? null : sum, record.change, idText(row.checkpointId));
      const key = rowStateKey(row);
      if (!wanted.has(key)) continue;
      sums.set(key, sum);
      this.#states.set(key, sum);
    }
    return sums;
  }

  async #readValues(rows: TupleRow[], states: (VersionState | undefined)[]) {
    const found = new Map<string, Uint8Array>();
    const missing = new Map<string, object>();
    rows.forEach((row, position) => {
      for (const [channel, { place: at }] of states[position]?.channels ?? []) {
        if (at.kind !== 'row' && at.kind !== 'found') continue;
        const { thread, namespace } = place(row);
        const key = valueKey(thread, namespace, channel, at.chainId, at.sequence);
        const cached = this.#values.get(key);
        if (cached) found.set(key, cached);
        else missing.set(key, { thread, namespace, channel, chain: at.chainId, sequence: at.sequence });
      }
    });
    if (missing.size > 0) await this.#fetchValues([...missing.values()], found);
    return (row: TupleRow, state: VersionState): Record<string, unknown> | null => this.#decode(row, state, found);
  }

  async #fetchValues(keys: object[], found: Map<string, Uint8Array>): Promise<void> {
    const rows = await readHot(this.#database, this.#queries.values, [JSON.stringify(keys)]);
    for (const row of rows) {
      const { channel, value } = row;
      const key = valueKey(row.threadId, row.namespace, channel, row.chainId, row.sequence);
      found.set(key, value);
      this.#values.set(key, value, value.length);
    }
  }

  /** Null when a value's row is gone: somebody deleted the thread between two statements. */
  #decode(row: TupleRow, state: VersionState, found: Map<string, Uint8Array>): Record<string, unknown> | null {
    const { thread, namespace } = place(row);
    const values: Record<string, unknown> = {};
    for (const [channel, { place: at }] of state.channels) {
      if (at.kind === 'empty') continue;
      const bytes =
        at.kind === 'inline' ? at.bytes : found.get(valueKey(thread, namespace, channel, at.chainId, at.sequence));
      if (bytes !== undefined) values[channel] = this.#decodeValue(row, channel, bytes);
      else if (at.kind === 'row') return null;
    }
    return values;
  }

  async #readWrites(rows: TupleRow[]) {
    const keys = rows.map((row) => ({ ...place(row), checkpoint: hex(row.checkpointId) }));
    const writeRows = await readHot(this.#database, this.#queries.writes, [JSON.stringify(keys)]);
    const byCheckpoint = new Map<string, CheckpointPendingWrite[]>();
    for (const row of writeRows) {
      const taskId = idText(row.taskId);
      const writes = unpackWrites(row.writes).map(
        ({ channel, bytes }): CheckpointPendingWrite => [taskId, channel, this.#decodeValue(row, channel, bytes)],
      );
      byCheckpoint.set(rowStateKey(row), [...(byCheckpoint.get(rowStateKey(row)) ?? []), ...writes]);
    }
    return (row: TupleRow): CheckpointPendingWrite[] => inTaskOrder(byCheckpoint.get(rowStateKey(row)) ?? []);
  }

  #decodeValue(row: Pick<TupleRow, 'threadId' | 'checkpointId'>, channel: string, bytes: Uint8Array): unknown {
    try {
      return this.#serializer.decode(bytes);
    } catch (cause) {
      throw new EngineError(
        'UNREADABLE_VALUE',
        `Thread "${row.threadId}": the value of "${channel}" at checkpoint ${idText(row.checkpointId)} can't be read: ${(cause as Error).message}`,
        { cause },
      );
    }
  }
}

export function configOf(threadId: string, namespace: string, checkpointId: string): CheckpointConfig {
  return { configurable: { thread_id: threadId, checkpoint_ns: namespace, checkpoint_id: checkpointId } };
}

function tuple(
  row: TupleRow,
  state: VersionState,
  channelValues: Record<string, unknown>,
  pendingWrites: CheckpointPendingWrite[],
): CheckpointTuple {
  const { thread, namespace } = place(row);
  const id = idText(row.checkpointId);
  const parentId = idTextOrNull(row.parentId);
  const { v, ts } = unpackStepRecord(row.record);
  return {
    config: configOf(thread, namespace, id),
    checkpoint: {
      v,
      id,
      ts: ts ?? new Date(row.createdAt).toISOString(),
      channel_values: channelValues,
      channel_versions: fromChannels(state.channels),
      versions_seen: Object.fromEntries(Object.entries(state.seen).map(([node, versions]) => [node, { ...versions }])),
    },
    metadata: parseJsonText(row.metadata) as CheckpointMetadata,
    ...(parentId !== null && { parentConfig: configOf(thread, namespace, parentId) }),
    pendingWrites,
    position: {
      branchId: row.branchId,
      isTip: row.tipId !== null && idText(row.tipId) === id,
      isHead: row.isHead === true,
    },
  };
}

function fromChannels(channels: ReadonlyMap<string, ChannelState>) {
  return Object.fromEntries([...channels].map(([name, { version }]) => [name, version]));
}

interface Place {
  threadId: string;
  namespace: string;
}

function place(row: Place): { thread: string; namespace: string } {
  return { thread: row.threadId, namespace: row.namespace };
}

function rowStateKey(row: Place & { checkpointId: Uint8Array }): string {
  const { thread, namespace } = place(row);
  return stateKey(thread, namespace, idText(row.checkpointId));
}

function stateKey(threadId: string, namespace: string, checkpointId: string): string {
  return `${threadId}\0${namespace}\0${checkpointId}`;
}

function valueKey(threadId: string, namespace: string, channel: string, chainId: string, sequence: number): string {
  return `${threadId}\0${namespace}\0${channel}\0${chainId}\0${sequence}`;
}

function unique<Value>(values: Value[], key: (value: Value) => string): Value[] {
  return [...new Map(values.map((value) => [key(value), value])).values()];
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}
