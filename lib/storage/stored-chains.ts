import type { Delta, Serializer } from '@/engine';
import { applyDeltas, getOrMake, seal } from '@/engine';
import type { ChainRange } from './chain-range';
import { type Reading, readChainRows } from './chain-rows';
import type { Database } from './database';
import { type DeltaHead, readDeltaHead } from './delta-shape';
import { type Followed, type InnerPath, isFollowed } from './passing-deltas';
import { bytesAt } from './row-page';
import {
  DELTA,
  decodeDeltaShape,
  decodeStoredDelta,
  decodeValue,
  REFERENCE,
  readPlainJson,
  WHOLE,
} from './stored-value';
import { unreadable } from './value-reader';
import { referredPart, unpackReference } from './value-reference';

/** Between two values that are kept while one goes back along a chain. */
const KEPT_DISTANCE = 32;

interface StoredRow {
  kind: number;
  value: Uint8Array;
  /** Only the beginning of the value was read. */
  isHead: boolean;
}

interface Chain {
  /** By sequence: null where there is none, undefined where nobody asked. */
  rows: (StoredRow | null)[];
  deltas: Map<number, Delta>;
  values: Map<number, unknown>;
  jsons: Map<number, unknown>;
  /** Where the rows that were not read are deltas that leave alone what is followed. */
  passed: { first: number; last: number; followed: Followed }[];
}

type Chained = Pick<ChainRange, 'channel' | 'chainId'>;

/**
 * Chains of values as they are stored, for a question that goes along them: deltas without the values that they lead
 * to, and those values on demand. What was read is kept as long as the question is.
 */
export class StoredChains {
  readonly #database: Database;
  readonly #serializer: Serializer;
  readonly #place: { threadId: string; namespace: string };
  readonly #chains = new Map<string, Map<string, Chain>>();

  constructor(database: Database, serializer: Serializer, place: { threadId: string; namespace: string }) {
    this.#database = database;
    this.#serializer = serializer;
    this.#place = place;
  }

  /**
   * Reads deltas ahead, of any number of chains: of long ones their heads alone, and in a second statement those whose
   * heads don't tell enough. Where something is followed, those that leave it alone are not read, but known (`isPassed`).
   */
  async loadAhead(ranges: readonly ChainRange[], followed: Followed | null): Promise<void> {
    const missing = ranges.flatMap((range) => this.#missingOf(range, false));
    await this.#fetch(missing, followed ?? 'heads');
    await this.#fetch(
      missing.flatMap((range) => this.#untoldIn(range)),
      'whole',
    );
  }

  /** Whether a delta is known to leave a value alone: what it is, and where. */
  isPassed({ channel, chainId }: Chained, sequence: number, path: InnerPath): boolean {
    const chain = this.#chainOf({ channel, chainId });
    const followed = passedAt(chain, sequence)?.followed;
    return followed !== undefined && isFollowed(followed, path);
  }

  /** What was left out around a delta, for a value that was not followed then. */
  async loadPassed({ channel, chainId }: Chained, sequence: number): Promise<void> {
    const chain = this.#chainOf({ channel, chainId });
    const range = passedAt(chain, sequence);
    if (range === undefined) return;
    chain.passed.splice(chain.passed.indexOf(range), 1);
    await this.loadAhead([{ channel, chainId, first: range.first, last: range.last }], null);
  }

  /** Reads ahead all that is stored there, for whoever looks into each delta. */
  async loadWhole(ranges: readonly ChainRange[]): Promise<void> {
    await this.#fetch(
      ranges.flatMap((range) => this.#missingOf(range, true)),
      'whole',
    );
  }

  async #load(range: ChainRange): Promise<void> {
    await this.#fetch(this.#missingOf(range, true), 'whole');
  }

  async #fetch(missing: readonly ChainRange[], reading: Reading): Promise<void> {
    if (missing.length === 0) return;
    for (const { first, last, ...key } of missing) {
      const chain = this.#chainOf(key);
      if (typeof reading !== 'string') chain.passed.push({ first, last, followed: reading });
      else for (let sequence = first; sequence <= last; sequence++) chain.rows[sequence] ??= null;
    }
    const { count, numbers, texts, bytes } = await readChainRows(this.#database, this.#place, missing, reading);
    for (let at = 0; at < count; at++) {
      const chain = this.#chainOf({ channel: texts.channel[at] as string, chainId: texts.chainId[at] as string });
      const value = bytesAt(bytes.value, at);
      const isHead = value.length < (numbers.size[at] as number);
      chain.rows[numbers.sequence[at] as number] = { kind: numbers.kind[at] as number, value, isHead };
    }
  }

  /** Its values are not sealed. Undefined when the row is gone, or the chain has a whole value there. */
  async delta(channel: string, chainId: string, sequence: number): Promise<Delta | undefined> {
    await this.#load({ channel, chainId, first: sequence, last: sequence });
    return this.deltaAtHand(channel, chainId, sequence);
  }

  /** The same of a row that was read already; undefined where none was. */
  deltaAtHand(channel: string, chainId: string, sequence: number): Delta | DeltaHead | undefined {
    const { deltas, rows } = this.#chainOf({ channel, chainId });
    const known = deltas.get(sequence);
    if (known !== undefined) return known;
    const row = rows[sequence];
    if (row?.kind !== DELTA) return undefined;
    if (row.isHead) return readDeltaHead(row.value) ?? undefined;
    const delta = this.#decode(channel, () => decodeDeltaShape(row.value, this.#serializer));
    deltas.set(sequence, delta);
    return delta;
  }

  /** A whole value that was read already, as its plain JSON: sooner made than the value. Undefined for any other. */
  jsonAtHand({ channel, chainId }: Chained, sequence: number): unknown {
    const { rows, jsons } = this.#chainOf({ channel, chainId });
    if (jsons.has(sequence)) return jsons.get(sequence);
    const row = rows[sequence];
    const json = row?.kind === WHOLE && !row.isHead ? readPlainJson(row.value) : undefined;
    jsons.set(sequence, json);
    return json;
  }

  /** Sealed; undefined when its rows are gone. */
  async value(channel: string, chainId: string, sequence: number): Promise<unknown> {
    const chain = this.#chainOf({ channel, chainId });
    if (chain.values.has(sequence)) return chain.values.get(sequence);
    await this.#load({ channel, chainId, first: 0, last: sequence });
    // Pruning lets a chain begin later, with a whole value.
    let from = sequence;
    while (from > 0 && !chain.values.has(from) && chain.rows[from]?.kind === DELTA) from -= 1;
    let value = chain.values.has(from) ? chain.values.get(from) : await this.#base(channel, chain, from);
    for (let at = from; at < sequence; ) {
      const end = Math.min(sequence, (Math.floor(at / KEPT_DISTANCE) + 1) * KEPT_DISTANCE);
      const deltas: Delta[] = [];
      while (at < end) {
        const row = chain.rows[++at];
        if (row?.kind !== DELTA) return undefined;
        deltas.push(this.#decode(channel, () => decodeStoredDelta(row.value, this.#serializer)));
      }
      value = seal(applyDeltas(value, deltas), this.#serializer);
      chain.values.set(end, value);
    }
    return value;
  }

  async #base(channel: string, chain: Chain, sequence: number): Promise<unknown> {
    const row = chain.rows[sequence];
    if (!row || row.kind === DELTA) return undefined;
    const value =
      row.kind === REFERENCE
        ? await this.#referred(row)
        : this.#decode(channel, () => decodeValue(row.value, this.#serializer));
    chain.values.set(sequence, value);
    return value;
  }

  async #referred(row: StoredRow): Promise<unknown> {
    const reference = unpackReference(row.value);
    return referredPart(reference, await this.value(reference.channel, reference.chainId, reference.sequence));
  }

  #chainOf({ channel, chainId }: Chained): Chain {
    const chains = getOrMake(this.#chains, channel, () => new Map<string, Chain>());
    return getOrMake(chains, chainId, newChain);
  }

  /** From the first row that is not there to the last one. */
  #missingOf({ channel, chainId, first, last }: ChainRange, isWhole: boolean): ChainRange[] {
    const { rows } = this.#chainOf({ channel, chainId });
    const isThere = (row: StoredRow | null | undefined) => row !== undefined && !(isWhole && row?.isHead);
    let from = first;
    while (from <= last && isThere(rows[from])) from += 1;
    let to = last;
    while (to >= from && isThere(rows[to])) to -= 1;
    return from > to ? [] : [{ channel, chainId, first: from, last: to }];
  }

  /** Heads of deltas that are no grown lists. */
  #untoldIn({ channel, chainId, first, last }: ChainRange): ChainRange[] {
    const { rows } = this.#chainOf({ channel, chainId });
    const untold: ChainRange[] = [];
    for (let sequence = first; sequence <= last; sequence++) {
      const row = rows[sequence];
      if (!row?.isHead || readDeltaHead(row.value) !== null) continue;
      const before = untold.at(-1);
      if (before?.last === sequence - 1) before.last = sequence;
      else untold.push({ channel, chainId, first: sequence, last: sequence });
    }
    return untold;
  }

  #decode<Value>(channel: string, decode: () => Value): Value {
    try {
      return decode();
    } catch (cause) {
      throw unreadable(this.#place.threadId, channel, cause);
    }
  }
}

const newChain = (): Chain => ({ rows: [], deltas: new Map(), values: new Map(), jsons: new Map(), passed: [] });

function passedAt({ rows, passed }: Chain, sequence: number) {
  if (rows[sequence] !== undefined) return undefined;
  return passed.find(({ first, last }) => sequence >= first && sequence <= last);
}
