import { sql } from 'drizzle-orm';
import type { Delta, Serializer } from '@/engine';
import { applyDeltas, seal } from '@/engine';
import type { Database } from './database';
import { type DeltaHead, HEAD_BYTES, MIN_HEADED_BYTES, readDeltaHead } from './delta-shape';
import { execute } from './query';
import { bytesAt, pageQuery, readPage } from './row-page';
import { DELTA, decodeDeltaShape, decodeStoredDelta, decodeValue, REFERENCE } from './stored-value';
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
}

export interface ChainRange {
  channel: string;
  chainId: string;
  /** Sequences, both included. */
  first: number;
  last: number;
}

/**
 * Chains of values as they are stored, for a question that goes along them: deltas without the values that they lead
 * to, and those values on demand. What was read is kept as long as the question is.
 */
export class StoredChains {
  readonly #database: Database;
  readonly #serializer: Serializer;
  readonly #place: { threadId: string; namespace: string };
  readonly #chains = new Map<string, Chain>();

  constructor(database: Database, serializer: Serializer, place: { threadId: string; namespace: string }) {
    this.#database = database;
    this.#serializer = serializer;
    this.#place = place;
  }

  /**
   * Reads deltas ahead, of any number of chains: of long ones their heads alone, and in a second statement those whose
   * heads don't tell enough.
   */
  async loadAhead(ranges: readonly ChainRange[]): Promise<void> {
    const missing = ranges.flatMap((range) => this.#missingOf(range, false));
    await this.#fetch(missing, false);
    await this.#fetch(
      missing.flatMap((range) => this.#untoldIn(range)),
      true,
    );
  }

  /** Reads ahead all that is stored there, for whoever looks into each delta. */
  async loadWhole(ranges: readonly ChainRange[]): Promise<void> {
    await this.#fetch(
      ranges.flatMap((range) => this.#missingOf(range, true)),
      true,
    );
  }

  async #load(range: ChainRange): Promise<void> {
    await this.#fetch(this.#missingOf(range, true), true);
  }

  async #fetch(missing: readonly ChainRange[], isWhole: boolean): Promise<void> {
    if (missing.length === 0) return;
    for (const { first, last, ...chain } of missing) {
      const { rows } = this.#chainOf(chain);
      for (let sequence = first; sequence <= last; sequence++) rows[sequence] ??= null;
    }
    const { count, numbers, texts, bytes } = await readRows(this.#database, this.#place, missing, isWhole);
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

  #chainOf({ channel, chainId }: { channel: string; chainId: string }): Chain {
    const key = `${channel}\0${chainId}`;
    let chain = this.#chains.get(key);
    if (chain === undefined) {
      chain = { rows: [], deltas: new Map(), values: new Map() };
      this.#chains.set(key, chain);
    }
    return chain;
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

/** As one page: thousands of deltas would be as many buffers outside of the heap (see row-page.ts). */
async function readRows(
  database: Database,
  { threadId: thread, namespace }: { threadId: string; namespace: string },
  ranges: readonly ChainRange[],
  isWhole: boolean,
) {
  const { tables, keyTable, joinEach } = database.sql;
  const { channelValues } = tables;
  const { channel, chainId, sequence, kind, value } = channelValues;
  const headed = sql`CASE WHEN ${kind} = ${sql.raw(String(DELTA))} AND length(${value}) > ${sql.raw(String(MIN_HEADED_BYTES))}
    THEN substr(${value}, 1, ${sql.raw(String(HEAD_BYTES))}) ELSE ${value} END`;
  const size = sql<number>`length(${value})`;
  const fields = {
    bytes: { value: isWhole ? value : headed },
    numbers: { sequence, kind, size },
    texts: { channel, chainId },
  };
  const keys = ranges.map(({ chainId: chain, ...range }) => ({ thread, namespace, chain, ...range }));
  // The whole key comes out of the table, so that no planner goes through the thread's values instead.
  const table = keyTable(sql`${JSON.stringify(keys)}`, {
    thread: 'text',
    namespace: 'text',
    channel: 'text',
    chain: 'text',
    first: 'integer',
    last: 'integer',
  });
  const isWanted = sql`${channelValues.threadId} = keys.thread AND ${channelValues.namespace} = keys.namespace
    AND ${channel} = keys.channel AND ${chainId} = keys.chain AND ${sequence} >= keys.first AND ${sequence} <= keys.last`;
  const rest = sql`FROM ${table} ${joinEach(channelValues, isWanted)}`;
  return readPage(
    database.sql,
    fields,
    await execute(database, pageQuery(database.sql, fields, rest, sql`1 AS beside`)),
  );
}
