import type { CheckpointMetadata, CheckpointPendingWrite, CheckpointTuple, RunnableConfig, Serializer } from '@/engine';
import { EngineError } from '@/engine';
import type { Database, Row } from './database';
import { rowBytes, rowBytesOrNull, rowFlag, rowNumber, rowText } from './database';
import type { DialectSql } from './dialect-sql';
import { parseJsonText } from './json-text';
import { Lru } from './lru';
import { unpackWrites } from './packed-writes';
import type { StepRecord } from './step-record';
import { unpackStepRecord } from './step-record';
import type { ValueRow } from './step-rows';
import { idText, idTextOrNull } from './stored-id';
import type { ChannelState, VersionState } from './version-state';
import { withChange } from './version-state';

const MAX_STATES = 500;
const MAX_VALUE_BYTES = 32 * 1024 * 1024;

/** Columns that `read` needs of a checkpoint `c` and its branch `b`. */
export function tupleColumns(sql: DialectSql): string {
  return `c.thread_id, c.namespace, c.checkpoint_id, c.parent_id, c.branch_id, c.base_id, c.created_at,
    ${sql.jsonText('c.metadata')} AS metadata, c.record, b.tip_id, b.is_head`;
}

/**
 * Puts checkpoints together from rows: any number in three statements (records back to each one's base, values, writes).
 * What it caches never changes (records' sums, values); pending writes and tips are read every time.
 */
export class TupleReader {
  readonly #database: Database;
  readonly #sql: DialectSql;
  readonly #serializer: Serializer;
  readonly #states = new Lru<VersionState>(MAX_STATES);
  readonly #values = new Lru<Uint8Array>(MAX_VALUE_BYTES);

  constructor(database: Database, sql: DialectSql, serializer: Serializer) {
    this.#database = database;
    this.#sql = sql;
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

  /** Tuples of the rows (see `tupleColumns`), in their order; a thread that is deleted meanwhile drops out. */
  async read(rows: Row[]): Promise<CheckpointTuple[]> {
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
  async states(rows: Row[]): Promise<(VersionState | undefined)[]> {
    const unknown = rows.filter((row) => this.#states.get(rowStateKey(row)) === undefined);
    const fresh = unknown.length === 0 ? new Map<string, VersionState>() : await this.#sumRecords(unknown);
    return rows.map((row) => fresh.get(rowStateKey(row)) ?? this.#states.get(rowStateKey(row)));
  }

  async #sumRecords(rows: Row[]): Promise<Map<string, VersionState>> {
    const bases = unique(
      rows.map((row) => ({ ...place(row), base: hex(rowBytes(row, 'base_id')) })),
      ({ thread, namespace, base }) => `${thread}\0${namespace}\0${base}`,
    );
    const last = rows.map((row) => rowBytes(row, 'checkpoint_id')).reduce((a, b) => (Buffer.compare(a, b) < 0 ? b : a));
    const records = await this.#database.query(
      `SELECT c.thread_id, c.namespace, c.checkpoint_id, c.base_id, c.record
       FROM ${this.#sql.keyTable('$1', { thread: 'text', namespace: 'text', base: 'bytes' })}
       JOIN checkpoints c ON c.thread_id = keys.thread AND c.namespace = keys.namespace AND c.base_id = keys.base
       WHERE c.checkpoint_id <= $2
       ORDER BY c.thread_id, c.namespace, c.base_id, c.checkpoint_id`,
      [JSON.stringify(bases), last],
    );
    const wanted = new Set(rows.map(rowStateKey));
    const sums = new Map<string, VersionState>();
    let sum: VersionState | null = null;
    for (const row of records) {
      const record = unpackStepRecord(rowBytes(row, 'record'));
      sum = withChange(record.change.isFull ? null : sum, record.change, idText(rowBytes(row, 'checkpoint_id')));
      const key = rowStateKey(row);
      if (!wanted.has(key)) continue;
      sums.set(key, sum);
      this.#states.set(key, sum);
    }
    return sums;
  }

  async #readValues(rows: Row[], states: (VersionState | undefined)[]) {
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
    return (row: Row, state: VersionState): Record<string, unknown> | null => this.#decode(row, state, found);
  }

  async #fetchValues(keys: object[], found: Map<string, Uint8Array>): Promise<void> {
    const rows = await this.#database.query(
      `SELECT v.thread_id, v.namespace, v.channel, v.chain_id, v.sequence, v.value
       FROM ${this.#sql.keyTable('$1', { thread: 'text', namespace: 'text', channel: 'text', chain: 'text', sequence: 'integer' })}
       JOIN channel_values v ON v.thread_id = keys.thread AND v.namespace = keys.namespace
         AND v.channel = keys.channel AND v.chain_id = keys.chain AND v.sequence = keys.sequence`,
      [JSON.stringify(keys)],
    );
    for (const row of rows) {
      const { thread, namespace } = place(row);
      const channel = rowText(row, 'channel');
      const key = valueKey(thread, namespace, channel, rowText(row, 'chain_id'), rowNumber(row, 'sequence'));
      const value = rowBytes(row, 'value');
      found.set(key, value);
      this.#values.set(key, value, value.length);
    }
  }

  /** Null when a value's row is gone: somebody deleted the thread between two statements. */
  #decode(row: Row, state: VersionState, found: Map<string, Uint8Array>): Record<string, unknown> | null {
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

  async #readWrites(rows: Row[]) {
    const keys = rows.map((row) => ({ ...place(row), checkpoint: hex(rowBytes(row, 'checkpoint_id')) }));
    const writeRows = await this.#database.query(
      `SELECT w.thread_id, w.namespace, w.checkpoint_id, w.task_id, w.writes
       FROM ${this.#sql.keyTable('$1', { thread: 'text', namespace: 'text', checkpoint: 'bytes' })}
       JOIN checkpoint_writes w ON w.thread_id = keys.thread AND w.namespace = keys.namespace
         AND w.checkpoint_id = keys.checkpoint
       ORDER BY w.task_id, w.position`,
      [JSON.stringify(keys)],
    );
    const byCheckpoint = new Map<string, CheckpointPendingWrite[]>();
    for (const row of writeRows) {
      const taskId = idText(rowBytes(row, 'task_id'));
      const writes = unpackWrites(rowBytes(row, 'writes')).map(
        ({ channel, bytes }): CheckpointPendingWrite => [taskId, channel, this.#decodeValue(row, channel, bytes)],
      );
      byCheckpoint.set(rowStateKey(row), [...(byCheckpoint.get(rowStateKey(row)) ?? []), ...writes]);
    }
    return (row: Row): CheckpointPendingWrite[] => byCheckpoint.get(rowStateKey(row)) ?? [];
  }

  #decodeValue(row: Row, channel: string, bytes: Uint8Array): unknown {
    try {
      return this.#serializer.decode(bytes);
    } catch (cause) {
      throw new EngineError(
        'UNREADABLE_VALUE',
        `Thread "${rowText(row, 'thread_id')}": the value of "${channel}" at checkpoint ${idText(rowBytes(row, 'checkpoint_id'))} can't be read: ${(cause as Error).message}`,
        { cause },
      );
    }
  }
}

/** A checkpoint's own record, for what needs no values. */
export function rowRecord(row: Row): StepRecord {
  return unpackStepRecord(rowBytes(row, 'record'));
}

export function configOf(threadId: string, namespace: string, checkpointId: string): RunnableConfig {
  return { configurable: { thread_id: threadId, checkpoint_ns: namespace, checkpoint_id: checkpointId } };
}

function tuple(
  row: Row,
  state: VersionState,
  channelValues: Record<string, unknown>,
  pendingWrites: CheckpointPendingWrite[],
): CheckpointTuple {
  const { thread, namespace } = place(row);
  const id = idText(rowBytes(row, 'checkpoint_id'));
  const parentId = idTextOrNull(rowBytesOrNull(row, 'parent_id'));
  const { v, ts } = rowRecord(row);
  const tipId = rowBytesOrNull(row, 'tip_id');
  return {
    config: configOf(thread, namespace, id),
    checkpoint: {
      v,
      id,
      ts: ts ?? new Date(rowNumber(row, 'created_at')).toISOString(),
      channel_values: channelValues,
      channel_versions: fromChannels(state.channels),
      versions_seen: Object.fromEntries(Object.entries(state.seen).map(([node, versions]) => [node, { ...versions }])),
    },
    metadata: parseJsonText(rowText(row, 'metadata')) as CheckpointMetadata,
    ...(parentId !== null && { parentConfig: configOf(thread, namespace, parentId) }),
    pendingWrites,
    position: {
      branchId: rowText(row, 'branch_id'),
      isTip: tipId !== null && idText(tipId) === id,
      isHead: rowFlag(row, 'is_head'),
    },
  };
}

function fromChannels(channels: ReadonlyMap<string, ChannelState>) {
  return Object.fromEntries([...channels].map(([name, { version }]) => [name, version]));
}

function place(row: Row): { thread: string; namespace: string } {
  return { thread: rowText(row, 'thread_id'), namespace: rowText(row, 'namespace') };
}

function rowStateKey(row: Row): string {
  const { thread, namespace } = place(row);
  return stateKey(thread, namespace, idText(rowBytes(row, 'checkpoint_id')));
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
