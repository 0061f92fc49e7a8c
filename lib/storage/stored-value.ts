import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Delta, Serializer } from '@/engine';
import { decodeDelta, encodeDelta, namingChannel, seal } from '@/engine';
import { asBuffer } from './stored-id';

// What a row of `channel_values` holds: what the serialiser gave, or `Z` and the same deflated. The serialiser's own
// forms begin with other letters.

/** The column `kind`. */
export const WHOLE = 0;
export const DELTA = 1;
/** Instead of a whole value: see value-reference.ts. */
export const REFERENCE = 2;

const DEFLATED = 'Z'.charCodeAt(0);
const PLAIN = 'J'.charCodeAt(0);
/** Below, deflating takes longer than the bytes are worth. */
const MIN_DEFLATED_BYTES = 4096;
/** A value that hardly shrinks is kept as it is: every read of it would pay. */
const MAX_DEFLATED_SHARE = 0.75;
/** What a part of a large value shrinks to tells whether the whole is worth the try. */
const SAMPLE_BYTES = 32 * 1024;

export function encodeValue(channel: string, value: unknown, serializer: Serializer): Uint8Array {
  return packed(namingChannel(channel, () => serializer.encode(value)));
}

/** Sealed: frozen, so that it can be shared. */
export function decodeValue(stored: Uint8Array, serializer: Serializer): unknown {
  return seal(serializer.decode(unpacked(stored)), serializer);
}

/** A value that is JSON as it is stored, without tags; undefined for any other. */
export function readPlainJson(stored: Uint8Array): unknown {
  return stored[0] === PLAIN ? JSON.parse(asBuffer(stored).toString('utf8', 1)) : undefined;
}

export function encodeStoredDelta(channel: string, delta: Delta, serializer: Serializer): Uint8Array {
  return packed(namingChannel(channel, () => encodeDelta(delta, serializer)));
}

export function decodeStoredDelta(stored: Uint8Array, serializer: Serializer): Delta {
  return decodeDelta(unpacked(stored), serializer);
}

/** The same without sealing its values, for who looks at what it does and applies it to nothing. */
export function decodeDeltaShape(stored: Uint8Array, serializer: Serializer): Delta {
  return serializer.decode(unpacked(stored)) as Delta;
}

export function packed(bytes: Uint8Array): Uint8Array {
  if (bytes.length < MIN_DEFLATED_BYTES || !isWorthDeflating(bytes)) return bytes;
  const deflated = deflateRawSync(bytes, { level: 1 });
  if (deflated.length > bytes.length * MAX_DEFLATED_SHARE) return bytes;
  const stored = new Uint8Array(deflated.length + 1);
  stored[0] = DEFLATED;
  stored.set(deflated, 1);
  return stored;
}

function isWorthDeflating(bytes: Uint8Array): boolean {
  if (bytes.length < 4 * SAMPLE_BYTES) return true;
  const middle = Math.floor(bytes.length / 2);
  const sample = bytes.subarray(middle, middle + SAMPLE_BYTES);
  return deflateRawSync(sample, { level: 1 }).length <= SAMPLE_BYTES * MAX_DEFLATED_SHARE;
}

export function unpacked(stored: Uint8Array): Uint8Array {
  return stored[0] === DEFLATED ? inflateRawSync(stored.subarray(1)) : stored;
}
