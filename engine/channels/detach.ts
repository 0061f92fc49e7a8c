import type { Template } from './copy-templates';
import { templatesOf } from './copy-templates';
import { explained, MAX_DEPTH, TOO_DEEP } from './depth';
import { copyArray, defineKey, isPlainArray, Ownership } from './ownership';

/** The caller's own mutable copy: plain data, Map, Set, Date, buffers and typed arrays are copied, instances are shared. */
export function detach<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  try {
    return copyOut(value, 0, new Map()) as Value;
  } catch (error) {
    throw explained(error, value);
  }
}

/** `copies` holds the maps and sets met so far: through them a value may contain itself. */
function copyOut(value: object, depth: number, copies: Map<object, object>): object {
  if (depth === MAX_DEPTH * 2) throw TOO_DEEP;
  if (Ownership.isFlat(value)) return copyFlat(value);
  if (isPlainArray(value)) return copyList(value, depth, copies);
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return copyOpaque(value, prototype, depth, copies);
  const copy: Record<PropertyKey, unknown> = prototype === null ? Object.create(null) : {};
  const source = value as Record<PropertyKey, unknown>;
  for (const key of Object.keys(source)) {
    const item = copyItem(source[key], depth, copies);
    if (key === '__proto__') defineKey(copy, key, item);
    else copy[key] = item;
  }
  for (const key of Object.getOwnPropertySymbols(source)) {
    if (Object.prototype.propertyIsEnumerable.call(source, key)) copy[key] = copyItem(source[key], depth, copies);
  }
  return copy;
}

function copyList(list: unknown[], depth: number, copies: Map<object, object>): unknown[] {
  const copy = copyArray(list);
  const templates = templatesOf(list, isShared);
  if (templates !== undefined) {
    for (const template of templates) {
      if (template.at >= copy.length) break;
      copy[template.at] = copyOfTemplate(template, copy[template.at], depth + 1, copies);
    }
    return copy;
  }
  for (let index = 0; index < copy.length; index++) {
    const item = copy[index];
    if (typeof item === 'object' && item !== null) copy[index] = copyOut(item, depth + 1, copies);
  }
  return copy;
}

function copyOfTemplate({ record, nested }: Template, item: unknown, depth: number, copies: Map<object, object>) {
  if (record === null) return copyOut(item as object, depth, copies);
  if (nested.length === 0) return { ...record };
  const copy: Record<string, unknown> = { ...record };
  for (const key of nested) copy[key] = copyItem(record[key], depth, copies);
  return copy;
}

/** True for an instance that `detach` hands out as it is. */
function isShared(instance: object): boolean {
  return copyOpaque(instance, Object.getPrototypeOf(instance), 0, new Map()) === instance;
}

/** Most parts of a state are records of a few texts and numbers: spread is by far the fastest copy of one. */
function copyFlat(value: object): object {
  if (Array.isArray(value)) return copyArray(value);
  return Object.getPrototypeOf(value) === null ? { __proto__: null, ...value } : { ...value };
}

function copyItem(item: unknown, depth: number, copies: Map<object, object>): unknown {
  return typeof item === 'object' && item !== null ? copyOut(item, depth + 1, copies) : item;
}

function copyOpaque(value: object, prototype: object, depth: number, copies: Map<object, object>): object {
  const known = copies.get(value);
  if (known !== undefined) return known;
  if (value instanceof Map && prototype === Map.prototype) {
    const copy = new Map<unknown, unknown>();
    copies.set(value, copy);
    for (const [key, item] of value) copy.set(copyItem(key, depth, copies), copyItem(item, depth, copies));
    return copy;
  }
  if (value instanceof Set && prototype === Set.prototype) {
    const copy = new Set<unknown>();
    copies.set(value, copy);
    for (const item of value) copy.add(copyItem(item, depth, copies));
    return copy;
  }
  if (value instanceof Date && prototype === Date.prototype) return new Date(value.getTime());
  if (value instanceof ArrayBuffer) return value.slice(0);
  if (value instanceof DataView) return new DataView(value.buffer.slice(0), value.byteOffset, value.byteLength);
  // Called on the typed arrays' own prototype: Buffer's `slice` would share memory.
  if (ArrayBuffer.isView(value)) return Uint8Array.prototype.slice.call(value);
  return value;
}
