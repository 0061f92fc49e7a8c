import type { Delta } from './delta';
import { Sealed } from './sealed';

const SCALAR_BYTES = 8;
/** Brackets, names and commas of one delta or part. */
const FRAME_BYTES = 12;

/** About how many bytes a sealed value takes when it is stored. */
export function valueBytes(value: unknown): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return SCALAR_BYTES;
  if (value instanceof Sealed) return value.bytes.length;
  let bytes = 2;
  if (Array.isArray(value)) {
    for (const item of value) bytes += valueBytes(item) + 1;
    return bytes;
  }
  for (const key of Object.keys(value)) bytes += key.length + 4 + valueBytes((value as Record<string, unknown>)[key]);
  return bytes;
}

/** About how many bytes a delta takes. Costs its own size, not that of the value. */
export function deltaBytes(delta: Delta): number {
  switch (delta.op) {
    case 'set':
      return FRAME_BYTES + valueBytes(delta.value);
    case 'text':
      return FRAME_BYTES + delta.add.length;
    case 'list':
      return FRAME_BYTES * 2 + valueBytes(delta.add ?? []) + editBytes(delta.edit);
    case 'record':
      return FRAME_BYTES + valueBytes(delta.remove ?? []) + valueBytes(delta.put ?? []) + editBytes(delta.edit);
  }
}

function editBytes(edit: readonly [string | number, Delta][] = []): number {
  return edit.reduce((bytes, [key, delta]) => bytes + FRAME_BYTES + String(key).length + deltaBytes(delta), 0);
}
