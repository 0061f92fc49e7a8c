import type { ChainWeight, ChannelVersion, Delta, Serializer } from '@/engine';
import { appendToChain, deltaOf, growthBytes, namingChannel, newChain, seal, valueBytes } from '@/engine';
import { DELTA, encodeStoredDelta, encodeValue, REFERENCE, WHOLE } from './stored-value';
import type { KnownInput } from './value-reference';
import { packReference, referenceTo } from './value-reference';
import type { ChannelState } from './version-state';

// What a step stores of a channel that it wrote.
//
// K1. A value that came out as it was refers to where it is. A small one sits in the step's record. Any other goes on with
//     its channel's chain as a delta, found by comparing values, as long as the chain bears it (`appendToChain`), and
//     otherwise starts a chain: with the whole value, or with a reference to the input that it came with.
// K2. A chain belongs to the branch that started it: only there is one sequence never given twice (ChainPlace).

/** A small value sits in the record: a row of its own would cost several times its bytes. */
const MAX_INLINE_BYTES = 24;
const OWN_VERSION = /^[0-9a-z]{8}\.[0-9a-z]{8}$/;

export interface ValueRow {
  channel: string;
  chainId: string;
  sequence: number;
  version: string;
  /** WHOLE, DELTA or REFERENCE. */
  kind: number;
  value: Uint8Array;
}

/** A value that is read again and again as a step goes on from it, and where it is. */
export interface KnownValue {
  state: ChannelState;
  sealed: unknown;
}

export interface NewValue {
  channel: string;
  version: ChannelVersion;
  value: unknown;
  checkpointId: string;
  /** The input that the step's parent holds, if any, read on demand. */
  input: () => KnownInput | null;
}

export interface StoredValue extends KnownValue {
  row: ValueRow | null;
  /** What it took to come from the value before; null when it was stored in another way. */
  delta: Delta | null;
}

/** @throws UnserializableValueError that names the channel. */
export function storeValue(given: NewValue, before: KnownValue | undefined, serializer: Serializer): StoredValue {
  const { channel, version, value } = given;
  if (!isCompared(value)) return storeWhole(given, value, serializer);
  const sealed = namingChannel(channel, () => seal(value, serializer));
  const delta = before && typeof before.sealed === typeof sealed ? deltaOf(before.sealed, sealed) : undefined;
  if (before && delta === null) return { sealed, state: { ...before.state, version }, row: null, delta };
  const appended = before && delta && appendDelta(given, before, { delta, sealed }, serializer);
  if (appended) return appended;
  const reference = referenceTo(given.input, channel, sealed);
  if (reference === null) return storeWhole(given, sealed, serializer);
  const weight = newChain(valueBytes(sealed));
  return startChain(given, sealed, { kind: REFERENCE, bytes: packReference(reference), weight });
}

function storeWhole(given: NewValue, sealed: unknown, serializer: Serializer): StoredValue {
  const bytes = encodeValue(given.channel, given.value, serializer);
  const sizeBytes = bytes.length;
  if (sizeBytes > MAX_INLINE_BYTES)
    return startChain(given, sealed, { kind: WHOLE, bytes, weight: newChain(sizeBytes) });
  const state: ChannelState = { version: given.version, sizeBytes, place: { kind: 'inline', bytes } };
  return { sealed, state, row: null, delta: null };
}

function startChain(
  { channel, version, checkpointId }: NewValue,
  sealed: unknown,
  { kind, bytes, weight }: { kind: number; bytes: Uint8Array; weight: ChainWeight },
): StoredValue {
  const text = String(version);
  // Another engine may give two branches one version: the checkpoint tells their values apart.
  const chainId = OWN_VERSION.test(text) ? text : `${text}@${checkpointId}`;
  return {
    sealed,
    state: { version, sizeBytes: bytes.length, place: { kind: 'row', chainId, sequence: 0, weight } },
    row: { channel, chainId, sequence: 0, version: text, kind, value: bytes },
    delta: null,
  };
}

function appendDelta(
  { channel, version }: NewValue,
  before: KnownValue,
  { delta, sealed }: { delta: Delta; sealed: unknown },
  serializer: Serializer,
): StoredValue | null {
  const { place } = before.state;
  if (place.kind !== 'row' || place.weight === null || delta.op === 'set') return null;
  const value = encodeStoredDelta(channel, delta, serializer);
  const growth = growthBytes(before.sealed, delta);
  const weight = appendToChain(place.weight, { addedBytes: value.length, growthBytes: growth });
  if (weight === null) return null;
  const { chainId } = place;
  const sequence = place.sequence + 1;
  return {
    sealed,
    state: { version, sizeBytes: value.length, place: { kind: 'row', chainId, sequence, weight } },
    row: { channel, chainId, sequence, version: String(version), kind: DELTA, value },
    delta,
  };
}

/** Whether it is looked at what such a value was before: numbers and flags are stored sooner than compared. */
export function isCompared(value: unknown): boolean {
  return typeof value !== 'number' && typeof value !== 'boolean' && value !== null;
}
