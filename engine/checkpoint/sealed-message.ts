import { Sealed } from './sealed';
import type { Serializer } from './serializer';

/** LangChain's messages count as immutable: each is encoded once, so that a turn of a chat costs what it adds. */
const sealedMessages = new WeakMap<object, { sealed: Sealed; serializer: Serializer }>();

export function sealedMessage(message: object, serializer: Serializer): Sealed {
  const known = sealedMessages.get(message);
  if (known?.serializer === serializer) return known.sealed;
  const sealed = new Sealed(serializer.encode(message));
  rememberSealed(message, sealed, serializer);
  return sealed;
}

/** The message was decoded from these bytes: it need not be encoded again. */
export function rememberSealed(message: object, sealed: Sealed, serializer: Serializer): void {
  sealedMessages.set(message, { sealed, serializer });
}

/** A message of a class like LangChain's, whose kind is told by a method. */
export function isMessage(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === Array.prototype || prototype === null) return false;
  const { getType, _getType } = value as { getType?: unknown; _getType?: unknown };
  return typeof (getType ?? _getType) === 'function';
}
