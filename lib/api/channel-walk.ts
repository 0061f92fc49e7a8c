import { type Delta, deltaOf, type Serializer, seal, type TimelineRow } from '@/engine';
import type { Runtime } from '@/lib/runtime/runtime';
import type { ChangeReader } from '@/lib/storage/change-reader';
import type { ChannelChange } from '@/lib/storage/channel-change';
import type { ValuePlace } from '@/lib/storage/version-state';

/**
 * Goes along a line, step by step, over what its steps changed; of unchanged channels nothing is read.
 * W1. `start` is where the walk begins: what that step itself changed is not told.
 */
export class ChannelWalk {
  readonly #reader: ChangeReader;
  readonly #serializer: Serializer;
  readonly #positionOf: ReadonlyMap<string, number>;
  readonly #pages: AsyncGenerator<ChannelChange[]>;
  readonly #places: Map<string, ValuePlace>;
  readonly #ahead: ChannelChange[] = [];
  #isRead = false;
  #position: number;

  private constructor(
    runtime: Runtime,
    reader: ChangeReader,
    { rows, start }: WalkedLine,
    places: ReadonlyMap<string, ValuePlace>,
    channels: ReadonlySet<string>,
  ) {
    this.#reader = reader;
    this.#serializer = runtime.store.saver.serde;
    this.#positionOf = new Map(rows.map(({ checkpointId }, position) => [checkpointId, position]));
    this.#places = new Map(places);
    this.#position = start;
    const [after, to] = [idAt(rows, start), idAt(rows, rows.length - 1)];
    this.#pages = reader.changes({ order: 'oldest', after, to, isWhole: true }, channels);
  }

  /** Null when a checkpoint of the line is gone. */
  static async open(runtime: Runtime, line: WalkedLine): Promise<ChannelWalk | null> {
    const reader = await runtime.store.openChanges(line.threadId);
    const [places, last] = await Promise.all([
      reader.placesAt(idAt(line.rows, line.start)),
      reader.placesAt(idAt(line.rows, line.rows.length - 1)),
    ]);
    if (places === null || last === null) return null;
    return new ChannelWalk(runtime, reader, line, places, new Set([...places.keys(), ...last.keys()]));
  }

  /** What became of channels on the way to a position, each once; nothing when it has been reached before. */
  async goTo(position: number): Promise<ReadonlyMap<string, readonly ChannelChange[]>> {
    const changes = new Map<string, ChannelChange[]>();
    if (position <= this.#position) return changes;
    this.#position = position;
    while (!this.#isRead && this.#positionOfLast() <= position) {
      const page = await this.#pages.next();
      if (page.done) this.#isRead = true;
      else this.#ahead.push(...page.value);
    }
    const count = this.#ahead.findIndex((change) => this.#positionOfRow(change) > position);
    const due = this.#ahead.splice(0, count < 0 ? this.#ahead.length : count);
    for (const change of due) {
      this.#places.set(change.channel, change.to);
      const known = changes.get(change.channel);
      if (known) known.push(change);
      else changes.set(change.channel, [change]);
    }
    return changes;
  }

  /** As deltas, in order; null where they are not stored as such. */
  async deltasOf(changes: readonly ChannelChange[]): Promise<Delta[] | null> {
    const all: Delta[] = [];
    for (const change of changes) {
      const deltas = await this.#reader.deltas(change);
      if (deltas === null) return null;
      all.push(...deltas);
    }
    return seal(all, this.#serializer) as Delta[];
  }

  placeOf(channel: string): ValuePlace {
    return this.#places.get(channel) ?? NOTHING;
  }

  /** The channel's value at the position, sealed; undefined for none. */
  valueOf(channel: string): Promise<unknown> {
    return this.#reader.value(channel, this.placeOf(channel));
  }

  #positionOfLast(): number {
    const last = this.#ahead.at(-1);
    return last === undefined ? -1 : this.#positionOfRow(last);
  }

  #positionOfRow({ checkpointId }: ChannelChange): number {
    return this.#positionOf.get(checkpointId) ?? Number.POSITIVE_INFINITY;
  }
}

export interface WalkedLine {
  threadId: string;
  rows: readonly TimelineRow[];
  /** A position in them. */
  start: number;
}

/**
 * Of channels that were equal on both lines, those that may not be any more. Equal deltas on equal values give equal
 * values; where the lines store a change in different ways, the values are compared.
 */
export async function channelsApart(
  walks: { here: ChannelWalk; there: ChannelWalk },
  to: { here: number; there: number },
): Promise<string[]> {
  const [here, there] = await Promise.all([walks.here.goTo(to.here), walks.there.goTo(to.there)]);
  const apart: string[] = [];
  for (const channel of new Set([...here.keys(), ...there.keys()])) {
    if (isSameInline(walks.here.placeOf(channel), walks.there.placeOf(channel))) continue;
    const deltas = await Promise.all([
      walks.here.deltasOf(here.get(channel) ?? []),
      walks.there.deltasOf(there.get(channel) ?? []),
    ]);
    if (deltas[0] !== null && deltas[1] !== null && deltaOf(deltas[0], deltas[1]) === null) continue;
    const values = await Promise.all([walks.here.valueOf(channel), walks.there.valueOf(channel)]);
    if (deltaOf(values[0], values[1]) !== null) apart.push(channel);
  }
  return apart;
}

const NOTHING: ValuePlace = { kind: 'empty' };

/** Small values lie in the step's own record. */
function isSameInline(here: ValuePlace, there: ValuePlace): boolean {
  return here.kind === 'inline' && there.kind === 'inline' && Buffer.compare(here.bytes, there.bytes) === 0;
}

function idAt(rows: readonly TimelineRow[], position: number): string {
  return (rows[position] as TimelineRow).checkpointId;
}
