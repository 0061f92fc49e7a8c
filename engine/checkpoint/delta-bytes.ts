import type { Delta } from './delta';
import { seal, unseal } from './seal';
import type { Serializer } from './serializer';

/** A delta as a saver stores it. @throws UnserializableValueError */
export function encodeDelta(delta: Delta, serializer: Serializer): Uint8Array {
  return serializer.encode(mapValues(delta, (value) => unseal(value, serializer)));
}

/** For `applyDelta` on a sealed value. @throws EngineError `UNREADABLE_VALUE` */
export function decodeDelta(bytes: Uint8Array, serializer: Serializer): Delta {
  return mapValues(serializer.decode(bytes) as Delta, (value) => seal(value, serializer));
}

/** The same delta with other values in it. */
function mapValues(delta: Delta, map: (value: unknown) => unknown): Delta {
  const inner = <Key>(edit: [Key, Delta][]) => edit.map(([key, item]): [Key, Delta] => [key, mapValues(item, map)]);
  switch (delta.op) {
    case 'set':
      return { ...delta, value: map(delta.value) };
    case 'text':
      return delta;
    case 'list':
      return {
        ...delta,
        ...(delta.add && { add: delta.add.map(map) }),
        ...(delta.edit && { edit: inner(delta.edit) }),
      };
    case 'record':
      return {
        ...delta,
        ...(delta.put && { put: delta.put.map(([key, value]): [string, unknown] => [key, map(value)]) }),
        ...(delta.edit && { edit: inner(delta.edit) }),
      };
  }
}
