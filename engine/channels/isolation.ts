import { UnserializableValueError } from '../errors';

// Invariants
// I1. An owned value is a frozen plain object or array whose plain parts are all owned: equal identity means equal value.
// I2. Owned is not the same as frozen: a user may freeze the outside of an object that he goes on changing inside.
// I3. A caller's object is read once, never changed, never frozen.
//
// Plain is what has Object.prototype or null as its prototype, and true arrays. Class instances (LangChain messages
// among them), Map, Set, Date, typed arrays and functions pass by reference. Own enumerable keys are the value, symbols
// included; an accessor becomes the value it gave; extra keys on an array are not part of it.

/** Levels of plain objects and arrays that a state may nest; deeper ones would not survive every saver's encoding. */
export const MAX_DEPTH = 500;

// What is known of an owned part, in one number: two flags, and above them its height in levels. The height is kept
// because a value can grow by a level a step around a part that is owned already.
const OPAQUE = 1;
const HOLES = 2;
const HEIGHT_SHIFT = 2;
const ONE_LEVEL = 1 << HEIGHT_SHIFT;

class Passthrough {
  constructor(value: object) {
    // biome-ignore lint/correctness/noConstructorReturn: lets the subclass put its private field on `value` itself.
    return value;
  }
}

/**
 * Marks objects as owned through a private field, invisible to everyone else. A WeakSet would do the same, but its `add`
 * costs several times the copy of a small object.
 */
class Ownership extends Passthrough {
  #traits: number;

  constructor(value: object, traits: number) {
    super(value);
    this.#traits = traits;
  }

  static traitsOf(value: object): number | undefined {
    return #traits in value ? value.#traits : undefined;
  }

  /** True when it is owned and holds nothing but primitives. */
  static isFlat(value: object): boolean {
    return #traits in value && (value.#traits & ~HOLES) === ONE_LEVEL;
  }
}

/**
 * A deeply frozen copy of a plain value; parts that are owned already are reused, opaque ones pass by reference.
 * @throws UnserializableValueError when the value contains itself or nests deeper than MAX_DEPTH levels.
 */
export function adopt<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  try {
    return own(value, 0) as Value;
  } catch (error) {
    if (error !== TOO_DEEP) throw error;
    throw depthError(value);
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

/** The caller's own mutable copy: plain data, Map, Set, Date, buffers and typed arrays are copied, instances are shared. */
export function detach<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  try {
    return copyOut(value, 0, new Map()) as Value;
  } catch (error) {
    if (error !== TOO_DEEP) throw error;
    throw depthError(value);
  }
}

const TOO_DEEP = Symbol('too deep');

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
  let flags = 0;
  let height = 0;
  for (let index = 0; index < copy.length; index++) {
    const item = copy[index];
    if (typeof item === 'object' && item !== null) {
      const owned = own(item, depth + 1);
      if (owned !== item) copy[index] = owned;
      const traits = Ownership.traitsOf(owned) ?? OPAQUE;
      flags |= traits & OPAQUE;
      if (traits >> HEIGHT_SHIFT > height) height = traits >> HEIGHT_SHIFT;
    } else if (item === undefined) {
      if (!(index in copy)) flags |= HOLES;
    } else if (typeof item === 'function' || typeof item === 'symbol') flags |= OPAQUE;
  }
  new Ownership(copy, flags | ((height + 1) << HEIGHT_SHIFT));
  return Object.freeze(copy) as unknown[];
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
    flags |= OPAQUE;
    for (const key of symbols) {
      if (!Object.prototype.propertyIsEnumerable.call(source, key)) continue;
      const item = (source as Record<symbol, unknown>)[key];
      copy[key] = typeof item === 'object' && item !== null ? own(item, depth + 1) : item;
    }
  }
  new Ownership(copy, flags | ((height + 1) << HEIGHT_SHIFT));
  return Object.freeze(copy);
}

function isPlainArray(value: object): value is unknown[] {
  return Array.isArray(value) && Object.getPrototypeOf(value) === Array.prototype;
}

/** Spread is by far the fastest copy of a frozen array, but fills holes. */
function copyArray(source: unknown[]): unknown[] {
  const traits = Ownership.traitsOf(source);
  if (traits !== undefined) return (traits & HOLES) === 0 ? [...source] : source.slice();
  return Object.isFrozen(source) && !source.includes(undefined) ? [...source] : source.slice();
}

/** An own key named `__proto__`: assigning it would set the prototype. */
function defineKey(target: object, key: PropertyKey, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

/** `copies` holds the maps and sets met so far: through them a value may contain itself. */
function copyOut(value: object, depth: number, copies: Map<object, object>): object {
  if (depth === MAX_DEPTH * 2) throw TOO_DEEP;
  if (Ownership.isFlat(value)) return copyFlat(value);
  if (isPlainArray(value)) {
    const copy = copyArray(value);
    for (let index = 0; index < copy.length; index++) {
      const item = copy[index];
      if (typeof item === 'object' && item !== null) copy[index] = copyOut(item, depth + 1, copies);
    }
    return copy;
  }
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

/** Looks for the way to the offending part; only run when there is one. */
function depthError(root: object): UnserializableValueError {
  const ancestors = new Set<object>();
  const keys: string[] = [];
  let cyclePath: string | undefined;
  const visit = (part: object): boolean => {
    if (ancestors.has(part)) {
      cyclePath = pathText(keys);
      return true;
    }
    if (ancestors.size === MAX_DEPTH) return true;
    ancestors.add(part);
    for (const [key, item] of Object.entries(part)) {
      if (typeof item !== 'object' || item === null || !isPlain(item)) continue;
      keys.push(key);
      if (visit(item)) return true;
      keys.pop();
    }
    ancestors.delete(part);
    return false;
  };
  visit(root);
  if (cyclePath !== undefined) {
    return new UnserializableValueError(
      `The value at ${cyclePath} contains itself; state must be a tree, so refer to the other part by an id.`,
      cyclePath,
    );
  }
  const path = `${pathText(keys.slice(0, 6))}…`;
  return new UnserializableValueError(
    `The value at ${path} nests deeper than ${MAX_DEPTH} levels; keep it flat, for example as a record of parts by id.`,
    path,
  );
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || isPlainArray(value);
}

function pathText(keys: string[]): string {
  if (keys.length === 0) return 'the top';
  return keys
    .map((key) => (/^\d+$/.test(key) ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '');
}
