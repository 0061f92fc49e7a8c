import type { Delta, Serializer, TaskRecord } from '@/engine';
import { isInternalChannel } from '@/engine';
import type { ChainRange } from './chain-range';
import {
  type ChangeRow,
  type ChannelChange,
  changeRow,
  FoundChange,
  isInChain,
  rangesOf,
  type ToldChange,
  type Waiting,
} from './channel-change';
import { CheckpointReader } from './checkpoint-reader';
import type { Database } from './database';
import type { DeltaHead } from './delta-shape';
import { type HotRead, hotReads, readHot } from './hot/reads';
import { KnownVersions } from './known-versions';
import type { LineagePage } from './lineage';
import { readLineage } from './lineage';
import { unpackWrites } from './packed-writes';
import { type Followed, type InnerPath, leadingKeys } from './passing-deltas';
import type { Fields, Selected } from './query';
import type { StepPlaces } from './step-places';
import { isSamePlace, readStepPlaces } from './step-places';
import { unpackStepRecord } from './step-record';
import { StoredChains } from './stored-chains';
import { hexOf, idText, idTextOrNull, storedId } from './stored-id';
import { readMetadata } from './stored-metadata';
import { decodeValue } from './stored-value';
import type { ValuePlace, VersionState } from './version-state';

/** What a task wrote to a channel. `taskId` is the engine's NULL_TASK_ID for what a Command given as input wrote. */
export interface StoredWrite {
  taskId: string;
  value: unknown;
}

/** Which way a question goes: back from a checkpoint to the root, or onward from one to a tip. */
export type Way =
  | {
      order: 'newest';
      from: string;
      after?: string | undefined;
      /** What is followed in a channel, asked before each page: deltas that leave it alone are not read. */
      followed?: (channel: string) => Followed | null;
    }
  | {
      order: 'oldest';
      after: string;
      to: string;
      /** What became of each value is looked into, so that deltas are read ahead whole. */
      isWhole?: true;
    };

/**
 * Answers what became of some channels along a lineage, from records, deltas and writes as they are stored: nothing runs,
 * and only the asked channels' values are read. One question each; it forgets with it.
 */
export class ChangeReader {
  readonly #database: Database;
  readonly #serializer: Serializer;
  readonly #place: { threadId: string; namespace: string };
  readonly #chains: StoredChains;
  readonly #checkpoints: CheckpointReader;

  constructor(database: Database, serializer: Serializer, place: { threadId: string; namespace: string }) {
    this.#database = database;
    this.#serializer = serializer;
    this.#place = place;
    this.#chains = new StoredChains(database, serializer, place);
    this.#checkpoints = new CheckpointReader(database, new KnownVersions());
  }

  /** The channels that have a version at a checkpoint, with where their values are; null when there is no such checkpoint. */
  async placesAt(checkpointId: string): Promise<ReadonlyMap<string, ValuePlace> | null> {
    const state = await this.#stateAt(checkpointId);
    if (state === null) return null;
    const own = [...state.channels].filter(([name]) => !isInternalChannel(name));
    return new Map(own.map(([name, { place }]) => [name, place]));
  }

  /** Page by page, in the order of the way; the pages begin small, since most questions end soon. */
  async *changes(way: Way, channels: ReadonlySet<string>): AsyncGenerator<ChannelChange[]> {
    if (way.order === 'oldest') yield* this.#onward(way, channels);
    else yield* this.#back(way, channels);
  }

  async *#onward({ after, to, isWhole }: Extract<Way, { order: 'oldest' }>, channels: ReadonlySet<string>) {
    const known = await this.#placesOf(channels, after);
    for await (const page of readLineage(this.#database, { ...this.#place, tipId: to, after }, 'oldest')) {
      const found: FoundChange[] = [];
      for (let at = 0; at < page.count; at++) {
        for (const [channel, { place, sizeBytes }] of placesIn(page, at, channels)) {
          const from = known.get(channel) ?? NOTHING;
          if (isSamePlace(from, place)) continue;
          found.push(new FoundChange(channel, from, { page, at, place, sizeBytes }));
          known.set(channel, place);
        }
      }
      await this.#loadAhead(found, { isWhole });
      yield found;
    }
  }

  async *#back({ from, after, followed }: Extract<Way, { order: 'newest' }>, channels: ReadonlySet<string>) {
    // The latest step so far that may have changed the channel: what was before it tells whether it did.
    const open = new Map<string, Waiting>();
    const found: FoundChange[] = [];
    const changeAfter = (channel: string, place: ValuePlace) => {
      const later = open.get(channel);
      if (later !== undefined && !isSamePlace(later.place, place)) found.push(new FoundChange(channel, place, later));
    };
    for await (const page of readLineage(this.#database, { ...this.#place, tipId: from, after }, 'newest')) {
      for (let at = 0; at < page.count; at++) {
        for (const [channel, { place, sizeBytes }] of placesIn(page, at, channels)) {
          changeAfter(channel, place);
          open.set(channel, { page, at, place, sizeBytes });
        }
      }
      await this.#loadAhead(found, { followed });
      yield found.splice(0);
    }
    const known = after === undefined ? new Map<string, ValuePlace>() : await this.#placesOf(channels, after);
    for (const channel of open.keys()) changeAfter(channel, known.get(channel) ?? NOTHING);
    await this.#loadAhead(found, { followed });
    if (found.length > 0) yield found;
  }

  /** With their rows, all read at once; null for those that somebody deleted meanwhile. */
  async tell(changes: readonly ChannelChange[]): Promise<(ToldChange | null)[]> {
    const ids = changes.map(({ checkpointId }) => checkpointId);
    const found = await this.#read(hotReads(this.#database.sql).recorded, ids);
    const rows = new Map(found.map((row) => [idText(row.checkpointId), changeRow(row)]));
    return changes.map((change) => {
      const row = rows.get(change.checkpointId);
      const { channel, checkpointId, step, from, to } = change;
      return row === undefined ? null : { channel, checkpointId, step, from, to, row, isOfRoot: row.parentId === null };
    });
  }

  /** Whether a change is known to leave a value of its channel alone. */
  isPassed({ channel, from, to }: ChannelChange, path: InnerPath): boolean {
    if (!isInChain(from) || !isInChain(to) || from.chainId !== to.chainId || from.sequence >= to.sequence) return false;
    for (let sequence = from.sequence + 1; sequence <= to.sequence; sequence++) {
      if (!this.#chains.isPassed({ channel, chainId: to.chainId }, sequence, path)) return false;
    }
    return true;
  }

  /** The earliest place in a value's chain since which a value inside of it is known to be the same. */
  sameSince(channel: string, place: ValuePlace, path: InnerPath): ValuePlace {
    if (!isInChain(place)) return place;
    let { sequence } = place;
    while (sequence > 0 && this.#chains.isPassed({ channel, chainId: place.chainId }, sequence, path)) sequence -= 1;
    return { kind: 'found', chainId: place.chainId, sequence };
  }

  /** Whether whole values that were read ahead say the same of the key that a path leads through, by their JSON alone. */
  isSameJson({ channel, from, to }: ChannelChange, path: InnerPath): boolean {
    const keys = leadingKeys(path);
    const since = this.sameSince(channel, from, path);
    if (keys.length === 0 || !isInChain(since) || !isInChain(to)) return false;
    const before = this.#chains.jsonAtHand({ channel, chainId: since.chainId }, since.sequence);
    const after = this.#chains.jsonAtHand({ channel, chainId: to.chainId }, to.sequence);
    if (before === undefined || after === undefined) return false;
    return JSON.stringify(atKeys(before, keys)) === JSON.stringify(atKeys(after, keys));
  }

  /** Reads what was left out around a change, for a value that was not followed then. */
  async loadPassed({ channel, to }: ChannelChange): Promise<void> {
    if (isInChain(to)) await this.#chains.loadPassed({ channel, chainId: to.chainId }, to.sequence);
  }

  /** The only delta of a change, or its head, when it was read ahead. */
  lone({ channel, from, to }: ChannelChange): Delta | DeltaHead | undefined {
    const isNext = isInChain(from) && isInChain(to) && from.chainId === to.chainId && from.sequence + 1 === to.sequence;
    return isNext ? this.#chains.deltaAtHand(channel, to.chainId, to.sequence) : undefined;
  }

  /** What became of the value, delta by delta; null when its chain does not tell. */
  async deltas({ channel, from, to }: ChannelChange): Promise<Delta[] | null> {
    if (!isInChain(from) || !isInChain(to) || from.chainId !== to.chainId || from.sequence > to.sequence) return null;
    const deltas: Delta[] = [];
    for (let sequence = from.sequence + 1; sequence <= to.sequence; sequence++) {
      const delta = await this.#chains.delta(channel, to.chainId, sequence);
      if (delta === undefined) return null;
      deltas.push(delta);
    }
    return deltas;
  }

  /** Sealed; undefined for none. */
  async value(channel: string, place: ValuePlace): Promise<unknown> {
    if (place.kind === 'empty') return undefined;
    if (place.kind === 'inline') return decodeValue(place.bytes, this.#serializer);
    return this.#chains.value(channel, place.chainId, place.sequence);
  }

  /** Reads the delta that led to a value, so that it is at hand. */
  async loadDelta(channel: string, place: ValuePlace): Promise<void> {
    if (isInChain(place) && place.sequence > 0) await this.#chains.delta(channel, place.chainId, place.sequence);
  }

  /** A delta that was read ahead, or its head; undefined for none. */
  deltaAtHand(channel: string, chainId: string, sequence: number): Delta | DeltaHead | undefined {
    return this.#chains.deltaAtHand(channel, chainId, sequence);
  }

  tasksOf({ record }: ChangeRow): TaskRecord[] {
    return unpackStepRecord(record).tasks;
  }

  /** Whether the step's record itself holds what its only task wrote, and then whether that is the channel. */
  loneWrites({ record }: ChangeRow): readonly string[] | null {
    return unpackStepRecord(record).writes?.map(({ channel }) => channel) ?? null;
  }

  /** What tasks wrote to one channel at each of these checkpoints, beside what the records behind them hold. In one statement. */
  async writesAt(checkpointIds: readonly string[], channel: string): Promise<Map<string, StoredWrite[]>> {
    const found = new Map<string, StoredWrite[]>();
    for (const row of await this.#read(hotReads(this.#database.sql).writes, checkpointIds)) {
      for (const write of unpackWrites(row.writes)) {
        if (write.channel !== channel) continue;
        const id = idText(row.checkpointId);
        const own = { taskId: idText(row.taskId), value: this.#serializer.decode(write.bytes) };
        found.set(id, [...(found.get(id) ?? []), own]);
      }
    }
    return found;
  }

  /** By checkpoint: the number of its step. */
  async stepsAt(checkpointIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.#read(hotReads(this.#database.sql).checkpoints, checkpointIds);
    return new Map(rows.map(({ checkpointId, step }) => [idText(checkpointId), step]));
  }

  /** By checkpoint: its metadata as it was given. */
  async metadataAt(checkpointIds: readonly string[]): Promise<Map<string, Record<string, unknown>>> {
    const rows = await this.#read(hotReads(this.#database.sql).checkpoints, checkpointIds);
    return new Map(
      rows.map((row) => [idText(row.checkpointId), readMetadata({ ...row, runId: idTextOrNull(row.runId) })]),
    );
  }

  /** What one of the reads by checkpoint answers; each checkpoint is asked for once. */
  async #read<Of extends Fields>(read: HotRead<Of>, checkpointIds: readonly string[]): Promise<Selected<Of>[]> {
    if (checkpointIds.length === 0) return [];
    const { threadId: thread, namespace } = this.#place;
    const keys = [...new Set(checkpointIds)].map((id) => ({ thread, namespace, checkpoint: hexOf(storedId(id)) }));
    return readHot(this.#database, read, [JSON.stringify(keys)]);
  }

  async #placesOf(channels: ReadonlySet<string>, checkpointId: string): Promise<Map<string, ValuePlace>> {
    const places = await this.placesAt(checkpointId);
    return new Map([...(places ?? [])].filter(([name]) => channels.has(name)));
  }

  async #stateAt(checkpointId: string): Promise<VersionState | null> {
    const { threadId, namespace } = this.#place;
    const [found] = await this.#checkpoints.findMany(threadId, namespace, [checkpointId], { withWrites: false });
    return found?.state ?? null;
  }

  /** The deltas of a page, of all its chains in one statement; where something is followed, in one for each channel. */
  async #loadAhead(changes: readonly FoundChange[], { isWhole = false, followed }: Ahead): Promise<void> {
    const ranges = rangesOf(changes);
    if (isWhole) return this.#chains.loadWhole(ranges);
    const unfollowed: ChainRange[] = [];
    for (const channel of new Set(ranges.map((range) => range.channel))) {
      const own = ranges.filter((range) => range.channel === channel);
      const what = followed?.(channel) ?? null;
      if (what === null) unfollowed.push(...own);
      else await this.#chains.loadAhead(own, what);
    }
    await this.#chains.loadAhead(unfollowed, null);
  }
}

interface Ahead {
  isWhole?: boolean | undefined;
  followed?: ((channel: string) => Followed | null) | undefined;
}

function atKeys(json: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((found, key) => {
    const isThere = typeof found === 'object' && found !== null && Object.hasOwn(found, key);
    return isThere ? (found as Record<string, unknown>)[key] : undefined;
  }, json);
}

function placesIn(page: LineagePage, at: number, channels: ReadonlySet<string>): StepPlaces {
  const record = page.record(at);
  return record === undefined ? NO_PLACES : readStepPlaces(record, channels);
}

const NO_PLACES: StepPlaces = new Map();
const NOTHING: ValuePlace = { kind: 'empty' };
