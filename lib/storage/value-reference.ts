import { deltaOf, START, valueBytes } from '@/engine';
import type { ChannelState } from './version-state';

// The input of a run is stored under the channel of its own, since the run may die before its first step. What a channel
// then takes over of it whole is not stored again: its chain starts with a reference to that key of the input.

/** Where the referred value is: in the same thread and namespace. */
export interface ValueReference {
  channel: string;
  chainId: string;
  sequence: number;
  key: string;
}

/** A reference takes a row as well: below this a value is stored sooner. */
const MIN_REFERRED_BYTES = 512;

/** The input that a step's parent holds. */
export interface KnownInput {
  state: ChannelState;
  sealed: unknown;
}

/** Null unless the channel's new value equals the input's of that name. */
export function referenceTo(inputOf: () => KnownInput | null, channel: string, sealed: unknown): ValueReference | null {
  if (valueBytes(sealed) < MIN_REFERRED_BYTES) return null;
  const input = inputOf();
  const place = input?.state.place;
  if (!input || place?.kind !== 'row' || typeof input.sealed !== 'object' || input.sealed === null) return null;
  if (!Object.hasOwn(input.sealed, channel)) return null;
  // A reducer may have made it anew.
  if (deltaOf((input.sealed as Record<string, unknown>)[channel], sealed) !== null) return null;
  return { channel: START, chainId: place.chainId, sequence: place.sequence, key: channel };
}

/** The order in which they are stored. */
export const REFERENCE_ITEMS: readonly (keyof ValueReference)[] = ['channel', 'chainId', 'sequence', 'key'];

export function packReference(reference: ValueReference): Uint8Array {
  return Buffer.from(JSON.stringify(REFERENCE_ITEMS.map((item) => reference[item])));
}

export function unpackReference(stored: Uint8Array): ValueReference {
  const [channel, chainId, sequence, key] = JSON.parse(Buffer.from(stored).toString()) as [
    string,
    string,
    number,
    string,
  ];
  return { channel, chainId, sequence, key };
}

export function referredPart({ key }: ValueReference, value: unknown): unknown {
  return (value as Record<string, unknown> | undefined)?.[key];
}
