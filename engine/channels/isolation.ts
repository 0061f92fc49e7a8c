import { explained, MAX_DEPTH, TOO_DEEP } from './depth';
import { copyArray, defineKey, HEIGHT_SHIFT, HOLES, isPlainArray, ONE_LEVEL, OPAQUE, Ownership } from './ownership';

// Invariants
// I1. An owned value is a frozen plain object or array whose plain parts are all owned: equal identity means equal value.
// I2. Owned is not the same as frozen: a user may freeze the outside of an object that he goes on changing inside.
// I3. A caller's object is read once, never changed, never frozen.
//
// Plain is what has Object.prototype or null as its prototype, and true arrays. Class instances (LangChain messages
// among them), Map, Set, Date, typed arrays and functions pass by reference. Own enumerable keys are the value, symbols
// included; an accessor becomes the value it gave; extra keys on an array are not part of it.

/**
 * A deeply frozen copy of a plain value; parts that are owned already are reused, opaque ones pass by reference.
 * @throws UnserializableValueError when the value contains itself or nests deeper than MAX_DEPTH levels.
 */
export function adopt<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  try {
    return own(value, 0) as Value;
  } catch (error) {
    throw explained(error, value);
  }
}

/** True when the value is a primitive or owned all the way down with no opaque part: it can't change, and can be stored. */
export function isOwnedPlain(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) {
    const traits = Ownership.traitsOf(value);
    return traits !== undefined && (traits & OPAQUE) === 0;
  }
  return typeof value !== 'function' && typeof value !== 'symbol';
}

/** What a task gets: its own top level of a list or record, so that `state.messages.push(m)` stays its own affair. */
export function taskCopy<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (isPlainArray(value)) return copyArray(value) as Value;
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype) return { ...value };
  return prototype === null ? ({ __proto__: null, ...value } as Value) : value;
}

function own(value: object, depth: number): object {
  const traits = Ownership.traitsOf(value);
  if (traits !== undefined) {
    if (depth + (traits >> HEIGHT_SHIFT) > MAX_DEPTH) throw TOO_DEEP;
    return value;
  }
  if (isPlainArray(value)) return ownArray(value, depth);
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null ? ownRecord(value, prototype, depth) : value;
}

function ownArray(source: unknown[], depth: number): unknown[] {
  if (depth === MAX_DEPTH) throw TOO_DEEP;
  const copy = copyArray(source);
  new Ownership(copy, ownItems(copy, depth) + ONE_LEVEL);
  return Object.freeze(copy) as unknown[];
}

/** Puts owned parts in the place of those in `items`. Answers what is known of all together, but for the list's own level. */
export function ownItems(items: unknown[], depth: number): number {
  let flags = 0;
  let height = 0;
  for (let index = 0; index < items.length; index++) {
    const item = items[index];
    if (typeof item === 'object' && item !== null) {
      const owned = own(item, depth + 1);
      if (owned !== item) items[index] = owned;
      const traits = Ownership.traitsOf(owned) ?? OPAQUE;
      flags |= traits & OPAQUE;
      if (traits >> HEIGHT_SHIFT > height) height = traits >> HEIGHT_SHIFT;
    } else if (item === undefined) {
      if (!(index in items)) flags |= HOLES;
    } else if (typeof item === 'function' || typeof item === 'symbol') flags |= OPAQUE;
  }
  return flags | (height << HEIGHT_SHIFT);
}

function ownRecord(source: object, prototype: object | null, depth: number): object {
  if (depth === MAX_DEPTH) throw TOO_DEEP;
  // Assigned key by key: V8 marks and freezes such a copy ten times faster than one made by spread.
  const copy: Record<PropertyKey, unknown> = prototype === null ? Object.create(null) : {};
  let flags = 0;
  let height = 0;
  for (const key of Object.keys(source)) {
    let item = (source as Record<string, unknown>)[key];
    if (typeof item === 'object' && item !== null) {
      item = own(item, depth + 1);
      const traits = Ownership.traitsOf(item as object) ?? OPAQUE;
      flags |= traits & OPAQUE;
      if (traits >> HEIGHT_SHIFT > height) height = traits >> HEIGHT_SHIFT;
    } else if (typeof item === 'function' || typeof item === 'symbol') flags |= OPAQUE;
    if (key === '__proto__') defineKey(copy, key, item);
    else copy[key] = item;
  }
  const symbols = Object.getOwnPropertySymbols(source);
  if (symbols.length > 0) {
    for (const key of symbols) {
      if (!Object.prototype.propertyIsEnumerable.call(source, key)) continue;
      flags |= OPAQUE;
      const item = (source as Record<symbol, unknown>)[key];
      copy[key] = typeof item === 'object' && item !== null ? own(item, depth + 1) : item;
    }
  }
  new Ownership(copy, flags | ((height + 1) << HEIGHT_SHIFT));
  return Object.freeze(copy);
}
