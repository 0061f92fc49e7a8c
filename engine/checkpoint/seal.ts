import { adopt, isOwnedPlain } from '../channels/isolation';
import { setKey } from './record-key';
import type { TupleReading } from './saver';
import { Sealed } from './sealed';
import { livingList, sealedList } from './sealed-list';
import { isMessage, rememberSealed, sealedMessage } from './sealed-message';
import type { Serializer } from './serializer';

/**
 * The value in a form that never changes: plain parts frozen, opaque ones sealed. Parts that are frozen or sealed
 * already are shared, so in what this gives, equal identity means equal value.
 * @throws UnserializableValueError when a part has no stored form
 */
export function seal(value: unknown, serializer: Serializer): unknown {
  if (isOwnedPlain(value)) return value;
  const adopted = adopt(value);
  if (isOwnedPlain(adopted)) return adopted;
  try {
    return sealedList(adopted, serializer) ?? adopt(sealParts(adopted, serializer));
  } catch (error) {
    // Encoded as a whole, the failure tells the way to the part.
    serializer.encode(value);
    throw error;
  }
}

/** The value that was sealed; opaque parts are made anew, but for messages where the reader shares them. */
export function unseal(sealed: unknown, serializer: Serializer, { sharesMessages, made }: TupleReading = {}): unknown {
  if (isOwnedPlain(sealed)) return sealed;
  const living = sharesMessages ? livingList(sealed) : (made?.get(sealed as object) ?? undefined);
  if (living !== undefined) return living;
  const value = unsealAnew(sealed as object, serializer, made);
  made?.set(sealed as object, value);
  return value;
}

function unsealAnew(sealed: object, serializer: Serializer, made: TupleReading['made']): unknown {
  if (!(sealed instanceof Sealed)) return mapParts(sealed, (part) => unseal(part, serializer, made && { made }));
  const value = serializer.decode(sealed.bytes);
  if (isMessage(value)) rememberSealed(value, sealed, serializer);
  return value;
}

function sealParts(value: unknown, serializer: Serializer): unknown {
  if (isOwnedPlain(value) || value instanceof Sealed) return value;
  if (typeof value !== 'object' || value === null || !isPlainContainer(value) || hasSymbols(value)) {
    return isMessage(value) ? sealedMessage(value, serializer) : new Sealed(serializer.encode(value));
  }
  return mapParts(value, (part) => sealParts(part, serializer));
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
