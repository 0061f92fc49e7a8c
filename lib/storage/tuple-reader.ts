import type {
  ChannelValues,
  ChannelVersions,
  CheckpointPendingWrite,
  CheckpointTuple,
  Serializer,
  TupleReading,
} from '@/engine';
import { configOf, setKey, unseal } from '@/engine';
import type { StoredCheckpoint } from './checkpoint-reader';
import type { Database } from './database';
import type { KnownVersions } from './known-versions';
import type { PreparedStep } from './step-rows';
import { readMetadata } from './stored-metadata';
import { decodeValue } from './stored-value';
import type { ChainPosition, FoundValues } from './value-reader';
import { ValueReader } from './value-reader';
import type { ChannelState, VersionState } from './version-state';
import { WritesReader } from './writes-reader';

/**
 * Puts checkpoints together from what is stored of them (see checkpoint-page.ts): the values of any number of them are one
 * more statement. Pending writes and tips are read every time; versions and values are remembered.
 */
export class TupleReader {
  readonly #serializer: Serializer;
  readonly #versions: KnownVersions;
  readonly #values: ValueReader;
  readonly #writes: WritesReader;

  constructor(database: Database, serializer: Serializer, versions: KnownVersions) {
    this.#serializer = serializer;
    this.#versions = versions;
    this.#values = new ValueReader(database, serializer);
    this.#writes = new WritesReader(serializer);
  }

  /** The versions of a checkpoint that was read or saved lately. */
  stateAtHand(threadId: string, namespace: string, checkpointId: string): VersionState | undefined {
    return this.#versions.at(threadId, namespace, checkpointId);
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

  /** Sealed values, in the order asked for. */
  async readValues(positions: ChainPosition[]): Promise<unknown[]> {
    const found = await this.#values.read(positions, []);
    return positions.map((position) => found.value(position));
  }

  /** The values of some channels, or of all for null, as they are shared. Rows that are gone meanwhile drop out. */
  async readChannels(
    checkpoints: readonly StoredCheckpoint[],
    channels: readonly string[] | null,
  ): Promise<ChannelValues[]> {
    const wanted =
      channels === null
        ? checkpoints
        : checkpoints.map((stored) => ({ ...stored, state: withOnly(stored.state, channels) }));
    const found = await this.#values.read(positionsIn(wanted), []);
    const inline = new InlineValues(this.#serializer);
    const reading = { made: new Map<object, unknown>() };
    return wanted.flatMap((stored) => {
      const values = this.#valuesAt(stored, { found, inline }, reading);
      return values ? { checkpointId: stored.id, values } : [];
    });
  }

  /** Pending writes of the checkpoints, in their order, without the states. */
  async readWrites(
    checkpoints: readonly StoredCheckpoint[],
  ): Promise<{ checkpointId: string; writes: CheckpointPendingWrite[] }[]> {
    const writes = this.#writes.read(checkpoints);
    const found = await this.#values.read(writes.values, writes.deltas);
    return checkpoints.map((stored) => ({ checkpointId: stored.id, writes: writes.of(stored, found) }));
  }

  /** Tuples of the checkpoints, in their order; a thread that is deleted meanwhile drops out. */
  async read(checkpoints: readonly StoredCheckpoint[], reading?: TupleReading): Promise<CheckpointTuple[]> {
    const writes = this.#writes.read(checkpoints);
    const found = await this.#values.read([...positionsIn(checkpoints), ...writes.values], writes.deltas);
    const inline = new InlineValues(this.#serializer);
    const tuples: CheckpointTuple[] = [];
    for (const stored of checkpoints) {
      const values = this.#valuesAt(stored, { found, inline }, reading);
      if (values) tuples.push(tuple(stored, values, writes.of(stored, found)));
    }
    return tuples;
  }

  /** Null when a value's row is gone: somebody deleted the thread between two statements. */
  #valuesAt(
    stored: StoredCheckpoint,
    { found, inline }: { found: FoundValues; inline: InlineValues },
    reading?: TupleReading,
  ): Record<string, unknown> | null {
    const values: Record<string, unknown> = {};
    for (const [channel, { place }] of stored.state.channels) {
      if (place.kind === 'empty') continue;
      const isInline = place.kind === 'inline';
      const sealed = isInline ? inline.at(channel, place.bytes) : found.value(positionOf(stored, channel, place));
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

function positionsIn(checkpoints: readonly StoredCheckpoint[]): ChainPosition[] {
  const positions: ChainPosition[] = [];
  for (const stored of checkpoints) {
    for (const [channel, { place }] of stored.state.channels) {
      if (place.kind === 'row' || place.kind === 'found') positions.push(positionOf(stored, channel, place));
    }
  }
  return positions;
}

function positionOf(
  { threadId, namespace }: StoredCheckpoint,
  channel: string,
  { chainId, sequence }: { chainId: string; sequence: number },
): ChainPosition {
  return { threadId, namespace, channel, chainId, sequence };
}

function tuple(
  stored: StoredCheckpoint,
  channelValues: Record<string, unknown>,
  pendingWrites: CheckpointPendingWrite[],
): CheckpointTuple {
  const { threadId, namespace, id, parentId, branchId, isTip, isHead, record, state } = stored;
  const made: CheckpointTuple = {
    config: configOf(threadId, namespace, id),
    checkpoint: {
      v: record.v,
      id,
      ts: record.ts ?? new Date(stored.createdAt).toISOString(),
      channel_values: channelValues,
      channel_versions: versionsOf(state.channels),
      versions_seen: state.seen,
    },
    metadata: readMetadata(stored),
    pendingWrites,
    position: { branchId, isTip, isHead },
  };
  if (parentId !== null) made.parentConfig = configOf(threadId, namespace, parentId);
  return made;
}

function versionsOf(channels: VersionState['channels']): ChannelVersions {
  const versions: ChannelVersions = {};
  for (const [channel, { version }] of channels) setKey(versions, channel, version);
  return versions;
}
