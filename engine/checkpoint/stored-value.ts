import { adopt, isOwnedPlain } from '../channels/isolation';
import type { Serializer } from './serializer';

/** A value in memory: by reference when it can't change, else as bytes, which every read decodes anew. */
export interface StoredValue {
  readonly isShared: boolean;
  /** The value itself, or its bytes. */
  readonly held: unknown;
  /** Encoded size; worked out when it is first asked for. */
  sizeBytes: number | null;
}

/** A frozen value stays as it is; anything else is encoded, so that a read gives a copy of its own. */
export function keepValue(value: unknown, serializer: Serializer): StoredValue {
  if (isOwnedPlain(value)) return { isShared: true, held: value, sizeBytes: null };
  const bytes = serializer.encode(value);
  return { isShared: false, held: bytes, sizeBytes: bytes.length };
}

/** The same for what a node returned, which nobody froze yet: plain data is copied instead of encoded. */
export function keepCopy(value: unknown, serializer: Serializer): StoredValue {
  return keepValue(adopt(value), serializer);
}

export function readStored(stored: StoredValue, serializer: Serializer): unknown {
  return stored.isShared ? stored.held : serializer.decode(stored.held as Uint8Array);
}

export function sizeOfStored(stored: StoredValue, serializer: Serializer): number {
  stored.sizeBytes ??= serializer.encode(stored.held).length;
  return stored.sizeBytes;
}
