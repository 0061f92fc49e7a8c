import { MAX_DEPTH } from '../channels/depth';
import { EngineError, UnserializableValueError } from '../errors';
import type { Codec } from './serializer';

// Tagged JSON is JSON in which an object with the key `$` stands for something else: `{"$": kind, "v": stored form}`.
// Kinds are a codec's name, or one of these. A plain object that has a key `$` itself is written as `object`.
const TAG = '$';
const UNDEFINED = 'undefined';
const NUMBER = 'number';
const BIGINT = 'bigint';
const OBJECT = 'object';
const NULL_OBJECT = 'null-object';
const SPARSE = 'sparse';

type Codecs = ReadonlyMap<string, Codec>;
type Tagged = { [TAG]: string; v?: unknown };

/** True when JSON.stringify and JSON.parse give the value back exactly. */
export function isPlainJson(value: unknown, depth = 0): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0);
    case 'object':
      return value === null || (depth < MAX_DEPTH && isPlainContainer(value, depth));
    default:
      return false;
  }
}

function isPlainContainer(value: object, depth: number): boolean {
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Array.prototype && Array.isArray(value)) {
    if (Object.keys(value).length !== value.length) return false;
    for (const item of value) if (!isPlainJson(item, depth + 1)) return false;
    return true;
  }
  if (prototype !== Object.prototype) return false;
  if (Object.getOwnPropertySymbols(value).length > 0) return false;
  for (const key of Object.keys(value)) {
    if (!isPlainJson((value as Record<string, unknown>)[key], depth + 1)) return false;
  }
  return true;
}

/** @throws UnserializableValueError naming the path of the part that has no stored form. */
export function toTagged(value: unknown, codecs: Codecs): unknown {
  return new TaggedWriter(codecs).write(value);
}

class TaggedWriter {
  readonly #codecs: Codecs;
  readonly #ancestors = new Set<object>();
  readonly #path: string[] = [];

  constructor(codecs: Codecs) {
    this.#codecs = codecs;
  }

  write(value: unknown): unknown {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value;
      case 'number':
        if (Object.is(value, -0)) return tagged(NUMBER, '-0');
        return Number.isFinite(value) ? value : tagged(NUMBER, String(value));
      case 'undefined':
        return tagged(UNDEFINED);
      case 'bigint':
        return tagged(BIGINT, value.toString());
      case 'object':
        return value === null ? null : this.#writeObject(value);
      default:
        throw this.#failure(`is a ${typeof value}, which can't be stored; keep data in the state`);
    }
  }

  // Few frames a level and no callbacks: the deepest value that is allowed must fit on the stack.
  #writeObject(value: object): unknown {
    if (this.#ancestors.has(value)) {
      throw this.#failure('contains itself; state must be a tree, so refer to the other part by an id');
    }
    if (this.#ancestors.size === MAX_DEPTH) throw this.#failure(`nests deeper than ${MAX_DEPTH} levels; keep it flat`);
    this.#ancestors.add(value);
    const prototype = Object.getPrototypeOf(value);
    let written: unknown;
    if (prototype === Array.prototype && Array.isArray(value)) written = this.#writeArray(value);
    else if (prototype === Object.prototype) written = this.#writeRecord(value, false);
    else if (prototype === null) written = this.#writeRecord(value, true);
    else {
      const codec = this.#codecOf(value);
      written = tagged(codec.name, this.write(codec.encode(value)));
    }
    this.#ancestors.delete(value);
    return written;
  }

  #codecOf(value: object): Codec {
    for (const codec of this.#codecs.values()) if (codec.matches(value)) return codec;
    const name = (value as { constructor?: { name?: unknown } }).constructor?.name;
    throw this.#failure(
      `is an instance of ${typeof name === 'string' && name ? name : 'an unnamed class'}, which has no codec; store plain data, or register a codec for it with the saver's serializer`,
    );
  }

  #writeArray(value: unknown[]): unknown {
    const keys = Object.keys(value);
    const isDense = keys.length === value.length && keys.at(-1) === lastIndex(value);
    const items: unknown[] = [];
    for (const key of keys) {
      if (!isDense && !isIndexOf(value, key)) {
        throw this.#failure(`is an array with a key "${key}" of its own; use an object`);
      }
      this.#path.push(`[${key}]`);
      const item = this.write(value[Number(key)]);
      this.#path.pop();
      items.push(isDense ? item : [Number(key), item]);
    }
    return isDense ? items : tagged(SPARSE, [value.length, items]);
  }

  #writeRecord(value: object, hasNullPrototype: boolean): unknown {
    const [symbol] = Object.getOwnPropertySymbols(value);
    if (symbol !== undefined) throw this.#failure(`has a key that is a symbol (${String(symbol)}); use a text key`);
    const entries: [string, unknown][] = [];
    for (const key of Object.keys(value)) {
      this.#path.push(`.${key}`);
      entries.push([key, this.write((value as Record<string, unknown>)[key])]);
      this.#path.pop();
    }
    if (hasNullPrototype) return tagged(NULL_OBJECT, entries);
    // fromEntries defines keys, so that one named `__proto__` stays a key.
    return Object.hasOwn(value, TAG) ? tagged(OBJECT, entries) : Object.fromEntries(entries);
  }

  #failure(fact: string): UnserializableValueError {
    const path = pathText(this.#path);
    return new UnserializableValueError(`The value at ${path} ${fact}.`, path);
  }
}

/** Takes the parsed JSON over: it is changed in place. */
export function fromTagged(parsed: unknown, codecs: Codecs): unknown {
  if (typeof parsed !== 'object' || parsed === null) return parsed;
  if (Array.isArray(parsed)) {
    for (let index = 0; index < parsed.length; index++) parsed[index] = fromTagged(parsed[index], codecs);
    return parsed;
  }
  if (Object.hasOwn(parsed, TAG)) return untag(parsed as Tagged, codecs);
  const record = parsed as Record<string, unknown>;
  for (const key of Object.keys(record)) {
    const item = record[key];
    if (typeof item === 'object' && item !== null) defineKey(record, key, fromTagged(item, codecs));
  }
  return record;
}

function untag({ [TAG]: kind, v: stored }: Tagged, codecs: Codecs): unknown {
  switch (kind) {
    case UNDEFINED:
      return undefined;
    case NUMBER:
      return Number(stored);
    case BIGINT:
      return BigInt(stored as string);
    case OBJECT:
      return Object.fromEntries(fromTagged(stored, codecs) as [string, unknown][]);
    case NULL_OBJECT: {
      const record: Record<string, unknown> = Object.create(null);
      for (const [key, item] of fromTagged(stored, codecs) as [string, unknown][]) record[key] = item;
      return record;
    }
    case SPARSE: {
      const [length, items] = fromTagged(stored, codecs) as [number, [number, unknown][]];
      const array: unknown[] = new Array(length);
      for (const [index, item] of items) array[index] = item;
      return array;
    }
    default: {
      const codec = codecs.get(kind);
      if (codec !== undefined) return codec.decode(fromTagged(stored, codecs));
      throw new EngineError(
        'UNREADABLE_VALUE',
        `A stored value is a "${kind}", for which no codec is registered; register the codec that wrote it with the saver's serializer.`,
      );
    }
  }
}

function tagged(kind: string, stored?: unknown): Tagged {
  return stored === undefined ? { [TAG]: kind } : { [TAG]: kind, v: stored };
}

function isIndexOf(array: unknown[], key: string): boolean {
  return /^(0|[1-9]\d*)$/.test(key) && Number(key) < array.length;
}

function lastIndex(array: unknown[]): string | undefined {
  return array.length === 0 ? undefined : String(array.length - 1);
}

function defineKey(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

function pathText(path: readonly string[]): string {
  if (path.length === 0) return 'the top';
  const text = path.slice(0, 12).join('').replace(/^\./, '');
  return path.length > 12 ? `${text}…` : text;
}
