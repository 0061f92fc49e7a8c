import { adopt, isOwnedPlain } from '../channels/isolation';
import { setKey } from './record-key';
import type { Serializer } from './serializer';

/**
 * An opaque part of a value (a Map, a Date, an instance of a class) as its bytes: it can be changed where it is, so only
 * its encoded form can be compared later, and be read again without being shared.
 */
export class Sealed {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  isSameAs({ bytes }: Sealed): boolean {
    if (bytes.length !== this.bytes.length) return false;
    for (let index = 0; index < bytes.length; index++) if (bytes[index] !== this.bytes[index]) return false;
    return true;
  }
}

/**
 * The value in a form that never changes: plain parts frozen, opaque ones sealed. Parts that are frozen or sealed already
 * are shared, so in what this gives, equal identity means equal value.
 * @throws UnserializableValueError when a part has no stored form
 */
export function seal(value: unknown, serializer: Serializer): unknown {
  if (isOwnedPlain(value)) return value;
  const adopted = adopt(value);
  if (isOwnedPlain(adopted)) return adopted;
  try {
    return adopt(sealParts(adopted, serializer));
  } catch (error) {
    // Encoded as a whole, the failure tells the way to the part.
    serializer.encode(value);
    throw error;
  }
}

/** The value that was sealed; opaque parts are made anew. */
export function unseal(sealed: unknown, serializer: Serializer): unknown {
  if (isOwnedPlain(sealed)) return sealed;
  if (sealed instanceof Sealed) {
    const value = serializer.decode(sealed.bytes);
    if (isMessage(value)) remember(value, sealed, serializer);
    return value;
  }
  return mapParts(sealed as object, (part) => unseal(part, serializer));
}

function sealParts(value: unknown, serializer: Serializer): unknown {
  if (isOwnedPlain(value) || value instanceof Sealed) return value;
  if (typeof value !== 'object' || value === null || !isPlainContainer(value) || hasSymbols(value)) {
    return isMessage(value) ? sealedMessage(value, serializer) : new Sealed(serializer.encode(value));
  }
  return mapParts(value, (part) => sealParts(part, serializer));
}

/** LangChain's messages count as immutable: each is encoded once, so that a turn of a chat costs what it adds. */
const sealedMessages = new WeakMap<object, { sealed: Sealed; serializer: Serializer }>();

function sealedMessage(message: object, serializer: Serializer): Sealed {
  const known = sealedMessages.get(message);
  if (known?.serializer === serializer) return known.sealed;
  const sealed = new Sealed(serializer.encode(message));
  remember(message, sealed, serializer);
  return sealed;
}

function remember(message: object, sealed: Sealed, serializer: Serializer): void {
  sealedMessages.set(message, { sealed, serializer });
}

/** A message of a class like LangChain's, whose kind is told by a method. */
function isMessage(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || isPlainContainer(value)) return false;
  const { getType, _getType } = value as { getType?: unknown; _getType?: unknown };
  return typeof (getType ?? _getType) === 'function';
}

function isPlainContainer(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Array.prototype || prototype === Object.prototype || prototype === null;
}

/** Not storable: to encode it says so. */
function hasSymbols(value: object): boolean {
  return Object.getOwnPropertySymbols(value).length > 0;
}

function mapParts(value: object, map: (part: unknown) => unknown): unknown {
  // `map` leaves the holes of a list alone.
  if (Array.isArray(value)) return value.map(map);
  const copy: Record<string, unknown> = Object.getPrototypeOf(value) === null ? Object.create(null) : {};
  for (const key of Object.keys(value)) setKey(copy, key, map((value as Record<string, unknown>)[key]));
  return copy;
}
