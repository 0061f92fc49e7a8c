import type { Delta, Serializer } from '@/engine';
import { applyDeltas, EngineError, seal } from '@/engine';
import type { Database } from './database';
import type { ValueChainRow } from './hot/reads';
import { hotReads, readHot } from './hot/reads';
import { Lru } from './lru';
import { decodeStoredDelta, decodeValue, REFERENCE, WHOLE } from './stored-value';
import type { StoredValue } from './value-chain';
import { referredPart, unpackReference } from './value-reference';
import type { ChannelState } from './version-state';

const MAX_VALUE_BYTES = 64 * 1024 * 1024;

/** One value in a chain of a channel. */
export interface ChainPosition {
  threadId: string;
  namespace: string;
  channel: string;
  chainId: string;
  sequence: number;
}

/** What was read: sealed values, and deltas alone. Undefined when the rows are gone. */
export interface FoundValues {
  value(position: ChainPosition): unknown;
  delta(position: ChainPosition): Delta | undefined;
}

interface WantedChain extends Omit<ChainPosition, 'sequence'> {
  values: Set<number>;
  deltas: Set<number>;
}

/** What is wanted of one chain, and where it is to go. */
interface Walk {
  chain: WantedChain;
  found: Map<string, unknown>;
  deltas: Map<string, Delta>;
}

/**
 * Reads values out of their chains: any number in one statement, one range of rows a chain. What it remembers never
 * changes, so that a step that goes on from a value, or a page that shows it again, reads nothing.
 */
export class ValueReader {
  readonly #database: Database;
  readonly #query: ReturnType<typeof hotReads>['values'];
  readonly #serializer: Serializer;
  readonly #values = new Lru<unknown>(MAX_VALUE_BYTES);

  constructor(database: Database, serializer: Serializer) {
    this.#database = database;
    this.#query = hotReads(database.sql).values;
    this.#serializer = serializer;
  }

  /** A value that was read or saved lately; undefined when it is not at hand. */
  atHand(threadId: string, namespace: string, channel: string, { place }: ChannelState): unknown {
    if (place.kind === 'inline') return decodeValue(place.bytes, this.#serializer);
    if (place.kind === 'empty') return undefined;
    const { chainId, sequence } = place;
    return this.#values.get(positionKey({ threadId, namespace, channel, chainId, sequence }));
  }

  /** What a saved step wrote, so that the next turn reads nothing. A chain's value takes the place of the one before. */
  remember(threadId: string, namespace: string, values: ReadonlyMap<string, StoredValue>): void {
    for (const [channel, { row, sealed, state }] of values) {
      if (row === null) continue;
      const position = { threadId, namespace, channel, chainId: row.chainId, sequence: row.sequence };
      const { place, sizeBytes } = state;
      const weight = place.kind === 'row' && place.weight ? place.weight.valueBytes : sizeBytes;
      this.#values.set(positionKey(position), sealed, weight);
      if (row.sequence > 0) this.#values.delete(positionKey({ ...position, sequence: row.sequence - 1 }));
    }
  }

  forget(threadId: string): void {
    this.#values.deletePrefix(`${threadId}\0`);
  }

  async read(values: ChainPosition[], deltas: ChainPosition[]): Promise<FoundValues> {
    const found = new Map<string, unknown>();
    const foundDeltas = new Map<string, Delta>();
    const chains = new Map<string, WantedChain>();
    const chainOf = (position: ChainPosition): WantedChain => {
      const key = chainKey(position);
      const chain = chains.get(key) ?? { ...position, values: new Set(), deltas: new Set() };
      chains.set(key, chain);
      return chain;
    };
    for (const position of values) {
      const key = positionKey(position);
      const known = this.#values.get(key);
      if (known === undefined) chainOf(position).values.add(position.sequence);
      else found.set(key, known);
    }
    for (const position of deltas) chainOf(position).deltas.add(position.sequence);
    if (chains.size > 0) await this.#fetch(chains, found, foundDeltas);
    return {
      value: (position) => found.get(positionKey(position)),
      delta: (position) => foundDeltas.get(positionKey(position)),
    };
  }

  async #fetch(chains: Map<string, WantedChain>, found: Map<string, unknown>, deltas: Map<string, Delta>) {
    const rows = new Map<string, ValueChainRow[]>();
    const referred = new Set<string>();
    for (let asked = [...chains.values()]; asked.length > 0; ) {
      const answered = await readHot(this.#database, this.#query, [JSON.stringify(asked.map(rangeOf))]);
      for (const [key, chain] of byChain(answered)) rows.set(key, chain);
      // What chains begin with a reference to comes in the same answer, as far as the database can tell it.
      asked = wantReferred(rows, chains, referred);
    }
    const walk = (key: string) => {
      const chain = chains.get(key);
      const ofChain = rows.get(key);
      if (chain === undefined || ofChain === undefined) return;
      rows.delete(key);
      const first = ofChain[0] as ValueChainRow;
      if (first.kind === REFERENCE) walk(chainKey(referredBy(first)));
      this.#walk(ofChain, { chain, found, deltas });
    };
    for (const key of [...rows.keys()]) walk(key);
  }

  /** Along one chain. Deltas between two wanted values are applied together, which copies what they change once. */
  #walk(rows: ValueChainRow[], { chain, found, deltas }: Walk): void {
    let value: unknown;
    let waiting: Delta[] = [];
    for (const row of rows) {
      const { sequence } = row;
      const key = positionKey(row);
      if (row.kind === WHOLE) value = this.#decode(row, decodeValue);
      else if (row.kind === REFERENCE) {
        value = referredPart(unpackReference(row.value), found.get(positionKey(referredBy(row))));
      } else {
        const delta = this.#decode(row, decodeStoredDelta);
        if (chain.deltas.has(sequence)) deltas.set(key, delta);
        waiting.push(delta);
      }
      if (!chain.values.has(sequence)) continue;
      if (waiting.length > 0) value = seal(applyDeltas(value, waiting), this.#serializer);
      waiting = [];
      found.set(key, value);
      this.#values.set(
        key,
        value,
        rows.reduce((bytes, { value: { length } }) => bytes + length, 0),
      );
    }
  }

  #decode<Value>(row: ValueChainRow, decode: (stored: Uint8Array, serializer: Serializer) => Value): Value {
    try {
      return decode(row.value, this.#serializer);
    } catch (cause) {
      throw unreadable(row.threadId, row.channel, cause);
    }
  }
}

export function unreadable(threadId: string, channel: string, cause: unknown): EngineError {
  return new EngineError(
    'UNREADABLE_VALUE',
    `Thread "${threadId}": a stored value of "${channel}" can't be read: ${(cause as Error).message}`,
    { cause },
  );
}

function rangeOf({ threadId: thread, namespace, channel, chainId: chain, values, deltas }: WantedChain): object {
  const wanted = [...values, ...deltas];
  const first = values.size > 0 ? 0 : wanted.reduce((least, sequence) => Math.min(least, sequence));
  const last = wanted.reduce((most, sequence) => Math.max(most, sequence));
  return { thread, namespace, channel, chain, first, last };
}

/** In order of their sequence; a row that comes twice is taken once. */
function byChain(rows: readonly ValueChainRow[]): Map<string, ValueChainRow[]> {
  const chains = new Map<string, ValueChainRow[]>();
  for (const row of rows) {
    const key = chainKey(row);
    const chain = chains.get(key);
    if (chain === undefined) chains.set(key, [row]);
    else if (chain.at(-1)?.sequence !== row.sequence) chain.push(row);
  }
  return chains;
}

/** Wants the values that chains begin with a reference to; answers the chains of those whose rows are not there. */
function wantReferred(
  rows: ReadonlyMap<string, ValueChainRow[]>,
  chains: Map<string, WantedChain>,
  referred: Set<string>,
): WantedChain[] {
  const missing: WantedChain[] = [];
  for (const [first] of rows.values()) {
    if (first?.kind !== REFERENCE) continue;
    const position = referredBy(first);
    if (referred.has(positionKey(position))) continue;
    referred.add(positionKey(position));
    const key = chainKey(position);
    const chain = chains.get(key) ?? { ...position, values: new Set(), deltas: new Set() };
    chains.set(key, chain);
    chain.values.add(position.sequence);
    if (!rows.get(key)?.some(({ sequence }) => sequence === position.sequence)) missing.push(chain);
  }
  return missing;
}

function referredBy(row: ValueChainRow): ChainPosition {
  return { ...row, ...unpackReference(row.value) };
}

function chainKey({ threadId, namespace, channel, chainId }: Omit<ChainPosition, 'sequence'>): string {
  return `${threadId}\0${namespace}\0${channel}\0${chainId}`;
}

function positionKey(position: ChainPosition): string {
  return `${chainKey(position)}\0${position.sequence}`;
}
