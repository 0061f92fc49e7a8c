import type { Delta, ListDelta, RecordDelta } from './delta';
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
    for (const item of value) bytes += itemBytes(item);
    return bytes;
  }
  for (const key of Object.keys(value)) bytes += entryBytes(key, (value as Record<string, unknown>)[key]);
  return bytes;
}

function itemBytes(item: unknown): number {
  return valueBytes(item) + 1;
}

function entryBytes(key: string, value: unknown): number {
  return key.length + 4 + valueBytes(value);
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

/** About how much longer a delta makes the sealed value `previous`. Costs what the delta changes, not the whole value. */
export function growthBytes(previous: unknown, delta: Delta): number {
  switch (delta.op) {
    case 'set':
      return valueBytes(delta.value) - valueBytes(previous);
    case 'text':
      return delta.add.length;
    case 'list':
      return listGrowth(previous as readonly unknown[], delta);
    case 'record':
      return recordGrowth(previous as Readonly<Record<string, unknown>>, delta);
  }
}

function listGrowth(previous: readonly unknown[], { skip = 0, keep, add = [], end = 0, edit = [] }: ListDelta): number {
  let bytes = valueBytes(add) - 2;
  for (let index = 0; index < skip; index++) bytes -= itemBytes(previous[index]);
  for (let index = skip + keep; index < previous.length - end; index++) bytes -= itemBytes(previous[index]);
  for (const [index, delta] of edit) bytes += growthBytes(previous[skip + index], delta);
  return bytes;
}

function recordGrowth(
  previous: Readonly<Record<string, unknown>>,
  { remove = [], put = [], edit = [] }: RecordDelta,
): number {
  let bytes = 0;
  for (const key of remove) bytes -= entryBytes(key, previous[key]);
  for (const [key, value] of put) bytes += entryBytes(key, value);
  for (const [key, delta] of edit) bytes += growthBytes(previous[key], delta);
  return bytes;
}
