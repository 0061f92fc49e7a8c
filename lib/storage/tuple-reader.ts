import type {
  ChannelValues,
  ChannelVersions,
  CheckpointPendingWrite,
  CheckpointTuple,
  Serializer,
  TupleReading,
} from '@/engine';
import { configOf, setKey, unseal } from '@/engine';
import type { Database } from './database';
import type { TupleRow } from './hot/reads';
import type { OpenRow } from './open-row';
import { openRow } from './open-row';
import type { PreparedStep } from './step-rows';
import { idText, idTextOrNull } from './stored-id';
import { readMetadata } from './stored-metadata';
import { decodeValue } from './stored-value';
import type { ChainPosition, FoundValues } from './value-reader';
import { ValueReader } from './value-reader';
import { VersionReader } from './version-reader';
import type { ChannelState, VersionState } from './version-state';
import { WritesReader } from './writes-reader';

/**
 * Puts checkpoints together from rows: any number in four statements at most (records back to each one's base, writes,
 * records behind, values). Pending writes and tips are read every time; versions and values are remembered.
 */
export class TupleReader {
  readonly #serializer: Serializer;
  readonly #versions: VersionReader;
  readonly #values: ValueReader;
  readonly #writes: WritesReader;

  constructor(database: Database, serializer: Serializer) {
    this.#serializer = serializer;
    this.#versions = new VersionReader(database);
    this.#values = new ValueReader(database, serializer);
    this.#writes = new WritesReader(database, serializer);
  }

  /** The versions of a checkpoint that was read or saved lately. */
  stateAtHand(threadId: string, namespace: string, checkpointId: string): VersionState | undefined {
    return this.#versions.atHand(threadId, namespace, checkpointId);
  }

  /** A value that was read or saved lately, sealed. */
  valueAtHand(threadId: string, namespace: string, channel: string, state: ChannelState): unknown {
    return this.#values.atHand(threadId, namespace, channel, state);
  }

  /** What a saved step adds, so that the next turn reads neither versions nor values. */
  remember(threadId: string, namespace: string, checkpointId: string, { state, values }: PreparedStep): void {
    this.#versions.remember(threadId, namespace, checkpointId, state);
    this.#values.remember(threadId, namespace, values);
  }

  forget(threadId: string): void {
    this.#versions.forget(threadId);
    this.#values.forget(threadId);
  }

  states(rows: TupleRow[]): Promise<(VersionState | undefined)[]> {
    return this.#versions.read(rows.map(openRow));
  }

  /** Sealed values, in the order asked for. */
  async readValues(positions: ChainPosition[]): Promise<unknown[]> {
    const found = await this.#values.read(positions, []);
    return positions.map((position) => found.value(position));
  }

  /** The values of some channels, or of all for null, as they are shared. Rows that are gone meanwhile drop out. */
  async readChannels(rows: TupleRow[], channels: readonly string[] | null): Promise<ChannelValues[]> {
    const opened = rows.map(openRow);
    const all = await this.#versions.read(opened);
    const states = channels === null ? all : all.map((state) => state && withOnly(state, channels));
    const found = await this.#values.read(positionsIn(rows, states), []);
    const inline = new InlineValues(this.#serializer);
    const reading = { made: new Map<object, unknown>() };
    return opened.flatMap(({ row, id }, at) => {
      const state = states[at];
      const values = state && this.#valuesAt(row, state, { found, inline }, reading);
      return values ? { checkpointId: id, values } : [];
    });
  }

  /** Pending writes of the rows, in their order, without the states. */
  async readWrites(rows: TupleRow[]): Promise<{ checkpointId: string; writes: CheckpointPendingWrite[] }[]> {
    const opened = rows.map(openRow);
    const writes = await this.#writes.read(opened);
    const found = await this.#values.read(writes.values, writes.deltas);
    return opened.map((row) => ({ checkpointId: row.id, writes: writes.of(row, found) }));
  }

  /** Tuples of the rows, in their order; a thread that is deleted meanwhile drops out. */
  async read(rows: TupleRow[], reading?: TupleReading): Promise<CheckpointTuple[]> {
    if (rows.length === 0) return [];
    const opened = rows.map(openRow);
    const [states, writes] = await Promise.all([this.#versions.read(opened), this.#writes.read(opened)]);
    const found = await this.#values.read([...positionsIn(rows, states), ...writes.values], writes.deltas);
    const inline = new InlineValues(this.#serializer);
    const tuples: CheckpointTuple[] = [];
    for (const [at, row] of opened.entries()) {
      const state = states[at];
      const values = state && this.#valuesAt(row.row, state, { found, inline }, reading);
      if (values) tuples.push(tuple(row, state, values, writes.of(row, found)));
    }
    return tuples;
  }

  /** Null when a value's row is gone: somebody deleted the thread between two statements. */
  #valuesAt(
    row: TupleRow,
    { channels }: VersionState,
    { found, inline }: { found: FoundValues; inline: InlineValues },
    reading?: TupleReading,
  ): Record<string, unknown> | null {
    const values: Record<string, unknown> = {};
    for (const [channel, { place }] of channels) {
      if (place.kind === 'empty') continue;
      const isInline = place.kind === 'inline';
      const sealed = isInline ? inline.at(channel, place.bytes) : found.value(positionOf(row, channel, place));
      if (sealed === undefined && place.kind === 'row') return null;
      if (sealed !== undefined || isInline) setKey(values, channel, unseal(sealed, this.#serializer, reading));
    }
    return values;
  }
}

/** Values in the records themselves. A channel has the same at many checkpoints: it is made once. */
class InlineValues {
  readonly #serializer: Serializer;
  readonly #latest = new Map<string, { bytes: Uint8Array; sealed: unknown }>();

  constructor(serializer: Serializer) {
    this.#serializer = serializer;
  }

  at(channel: string, bytes: Uint8Array): unknown {
    const latest = this.#latest.get(channel);
    if (latest?.bytes === bytes) return latest.sealed;
    const sealed = decodeValue(bytes, this.#serializer);
    this.#latest.set(channel, { bytes, sealed });
    return sealed;
  }
}

function withOnly(state: VersionState, names: readonly string[]): VersionState {
  const channels = new Map<string, ChannelState>();
  for (const name of names) {
    const own = state.channels.get(name);
    if (own !== undefined) channels.set(name, own);
  }
  const { baseId, distance, seen } = state;
  return { baseId, distance, channels, seen };
}

function positionsIn(rows: readonly TupleRow[], states: readonly (VersionState | undefined)[]): ChainPosition[] {
  const positions: ChainPosition[] = [];
  for (const [at, row] of rows.entries()) {
    for (const [channel, { place }] of states[at]?.channels ?? []) {
      if (place.kind === 'row' || place.kind === 'found') positions.push(positionOf(row, channel, place));
    }
  }
  return positions;
}

function positionOf(
  { threadId, namespace }: TupleRow,
  channel: string,
  { chainId, sequence }: { chainId: string; sequence: number },
): ChainPosition {
  return { threadId, namespace, channel, chainId, sequence };
}

function tuple(
  { row, id, parentId, record: { v, ts } }: OpenRow,
  { channels, seen }: VersionState,
  channelValues: Record<string, unknown>,
  pendingWrites: CheckpointPendingWrite[],
): CheckpointTuple {
  const { threadId, namespace } = row;
  const made: CheckpointTuple = {
    config: configOf(threadId, namespace, id),
    checkpoint: {
      v,
      id,
      ts: ts ?? new Date(row.createdAt).toISOString(),
      channel_values: channelValues,
      channel_versions: versionsOf(channels),
      versions_seen: seen,
    },
    metadata: readMetadata({ ...row, runId: idTextOrNull(row.runId) }),
    pendingWrites,
    position: {
      branchId: row.branchId,
      isTip: row.tipId !== null && idText(row.tipId) === id,
      isHead: row.isHead === true,
    },
  };
  if (parentId !== null) made.parentConfig = configOf(threadId, namespace, parentId);
  return made;
}

function versionsOf(channels: VersionState['channels']): ChannelVersions {
  const versions: ChannelVersions = {};
  for (const [channel, { version }] of channels) setKey(versions, channel, version);
  return versions;
}
