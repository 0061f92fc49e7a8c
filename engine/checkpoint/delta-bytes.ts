import type { Delta } from './delta';
import { unseal } from './seal';
import type { Serializer } from './serializer';

/** A delta as a saver stores it; `decodeDelta` gives it back with its opaque parts made anew. */
export function encodeDelta(delta: Delta, serializer: Serializer): Uint8Array {
  return serializer.encode(unsealed(delta, serializer));
}

/** For `applyDelta` on a value that was decoded too. @throws EngineError `UNREADABLE_VALUE` */
export function decodeDelta(bytes: Uint8Array, serializer: Serializer): Delta {
  return serializer.decode(bytes) as Delta;
}

function unsealed(delta: Delta, serializer: Serializer): Delta {
  const open = (value: unknown) => unseal(value, serializer);
  const inner = <Key>(edit: [Key, Delta][]) =>
    edit.map(([key, item]): [Key, Delta] => [key, unsealed(item, serializer)]);
  switch (delta.op) {
    case 'set':
      return { ...delta, value: open(delta.value) };
    case 'text':
      return delta;
    case 'list':
      return {
        ...delta,
        ...(delta.add && { add: delta.add.map(open) }),
        ...(delta.edit && { edit: inner(delta.edit) }),
      };
    case 'record':
      return {
        ...delta,
        ...(delta.put && { put: delta.put.map(([key, value]): [string, unknown] => [key, open(value)]) }),
        ...(delta.edit && { edit: inner(delta.edit) }),
      };
  }
}
