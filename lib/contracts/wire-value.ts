/**
 * State values as JSON, both ways. What JSON holds stays as it is; everything else becomes `{ "$type": <name>, "value": … }`:
 * Map (list of pairs), Set (list), Date (ISO text), bigint (digits), bytes (base64), undefined, number (NaN, Infinity, -Infinity, -0),
 * Error (name and message), Object (a plain object that has a key `$type` of its own), and any other class by its name (own properties),
 * which can be shown but not made from JSON.
 */

import { isMessageInstance, messageJson } from './message-json';

export type WireJson = null | boolean | number | string | WireJson[] | { [key: string]: WireJson };

export interface WireOptions {
  /** The LangGraph protocol's clients know dates as ISO text and messages as flat objects, not as typed forms. */
  dates?: 'typed' | 'iso';
  /** For many values that share parts and do not change meanwhile: the JSON of a part is made once, and shared too. */
  known?: WeakMap<object, WireJson>;
}

/** A JSON value has a typed form that no value can be made from. `path` says where. */
export class WireValueError extends Error {
  override readonly name = 'WireValueError';
  constructor(
    message: string,
    readonly path: string,
  ) {
    super(message);
  }
}

const TYPE = '$type';
const CONTROL_BRANDS = ['overwrite', 'send', 'command'].map((name) => Symbol.for(`retrograph.${name}`));

/** Never throws: a cycle, a function and a symbol are shown as what they are. */
export function toWire(value: unknown, options: WireOptions = {}): WireJson {
  return encode(value, encodingOf(options), new Set());
}

export function toWireRecord(values: Record<string, unknown>, options: WireOptions = {}): Record<string, WireJson> {
  const seen = new Set<object>([values]);
  return encodeEntries(values, encodingOf(options), seen);
}

/** A graph's values or a task's result. What is no record, as a function may return it, is shown as `result`. */
export function toWireState(state: unknown, options: WireOptions = {}): Record<string, WireJson> {
  if (state === null || state === undefined) return {};
  const json = toWire(state, options);
  const isRecord = typeof json === 'object' && json !== null && !Array.isArray(json) && !isTyped(json);
  return isRecord ? (json as Record<string, WireJson>) : { result: json };
}

/** @throws WireValueError for a typed form of a class, or one whose value does not fit its type. */
export function fromWire(json: unknown, path = ''): unknown {
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return json.map((item, index) => fromWire(item, `${path}[${index}]`));
  if (isTyped(json)) return decodeTyped(json[TYPE], json.value, path);
  return decodeEntries(json as Record<string, unknown>, path);
}

interface Encoding {
  dates: 'typed' | 'iso';
  known: WeakMap<object, WireJson> | null;
  /** How many cycles were cut so far: where depends on what they were come upon from, so that such JSON is nobody else's. */
  cuts: number;
}

function encodingOf({ dates = 'typed', known }: WireOptions): Encoding {
  return { dates, known: known ?? null, cuts: 0 };
}

function encode(value: unknown, how: Encoding, ancestors: Set<object>): WireJson {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : typed('number', Object.is(value, -0) ? '-0' : `${value}`);
    case 'bigint':
      return typed('bigint', value.toString());
    case 'undefined':
      return typed('undefined', null);
    case 'function':
      return typed('function', value.name);
    case 'symbol':
      return typed('symbol', value.description ?? '');
    case 'object':
      return value === null ? null : encodeObject(value, how, ancestors);
  }
}

function encodeObject(value: object, how: Encoding, ancestors: Set<object>): WireJson {
  if (ancestors.has(value)) {
    how.cuts += 1;
    return typed('cycle', null);
  }
  const known = how.known?.get(value);
  if (known !== undefined) return known;
  const { cuts } = how;
  ancestors.add(value);
  try {
    const json = encodeContainer(value, how, ancestors);
    if (how.cuts === cuts) how.known?.set(value, json);
    return json;
  } finally {
    ancestors.delete(value);
  }
}

function encodeContainer(value: object, how: Encoding, ancestors: Set<object>): WireJson {
  if (Array.isArray(value)) return Array.from(value, (item) => encode(item, how, ancestors));
  if (!isPlain(value)) return encodeInstance(value, how, ancestors);
  const entries = encodeEntries(value, how, ancestors);
  return Object.hasOwn(value, TYPE) ? typed('Object', entries) : entries;
}

function encodeInstance(value: object, how: Encoding, ancestors: Set<object>): WireJson {
  if (value instanceof Date) {
    const text = Number.isNaN(value.getTime()) ? null : value.toISOString();
    return how.dates === 'iso' ? text : typed('Date', text);
  }
  if (how.dates === 'iso' && isMessageInstance(value)) return encodeEntries(messageJson(value), how, ancestors);
  const child = (item: unknown) => encode(item, how, ancestors);
  if (value instanceof Map)
    return typed(
      'Map',
      Array.from(value, ([key, item]) => [child(key), child(item)]),
    );
  if (value instanceof Set) return typed('Set', Array.from(value, child));
  if (value instanceof Uint8Array) return typed('bytes', toBase64(value));
  if (isControlValue(value)) return child(value.toJSON());
  if (value instanceof Error) return typed('Error', { name: value.name, message: value.message });
  return typed(value.constructor?.name || 'Object', encodeEntries({ ...value }, how, ancestors));
}

function encodeEntries(value: object, how: Encoding, ancestors: Set<object>): Record<string, WireJson> {
  return fromEntries(Object.entries(value).map(([key, item]) => [key, encode(item, how, ancestors)]));
}

function decodeEntries(json: Record<string, unknown>, path: string): Record<string, unknown> {
  return fromEntries(
    Object.entries(json).map(([key, item]) => [key, fromWire(item, path === '' ? key : `${path}.${key}`)]),
  );
}

function decodeTyped(type: string, value: unknown, path: string): unknown {
  switch (type) {
    case 'Map':
      return new Map(listOf(value, type, path).map((pair, index) => decodePair(pair, `${path}[${index}]`)));
    case 'Set':
      return new Set(listOf(value, type, path).map((item, index) => fromWire(item, `${path}[${index}]`)));
    case 'Date':
      return decodeDate(value, path);
    case 'bigint':
      if (typeof value === 'string' && /^-?\d{1,10000}$/.test(value)) return BigInt(value);
      throw misfit(type, 'a string of digits', path);
    case 'bytes':
      if (typeof value === 'string' && /^[A-Za-z0-9+/]*={0,2}$/.test(value)) return fromBase64(value);
      throw misfit(type, 'base64 text', path);
    case 'undefined':
      return undefined;
    case 'number':
      if (value === 'NaN' || value === 'Infinity' || value === '-Infinity' || value === '-0') return Number(value);
      throw misfit(type, '"NaN", "Infinity", "-Infinity" or "-0"', path);
    case 'Error':
      return decodeError(value, path);
    case 'Object':
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
        return decodeEntries(value as Record<string, unknown>, path);
      }
      throw misfit(type, 'an object', path);
    default:
      throw new WireValueError(
        `A value of type "${type}" (at ${path || 'the root'}) cannot be made from JSON; leave it as it is.`,
        path,
      );
  }
}

function decodePair(pair: unknown, path: string): [unknown, unknown] {
  if (!Array.isArray(pair) || pair.length !== 2) throw misfit('Map', 'a list of [key, value] pairs', path);
  return [fromWire(pair[0], path), fromWire(pair[1], path)];
}

function decodeDate(value: unknown, path: string): Date {
  if (value === null) return new Date(Number.NaN);
  const date = new Date(typeof value === 'string' ? value : Number.NaN);
  if (Number.isNaN(date.getTime())) throw misfit('Date', 'an ISO 8601 instant', path);
  return date;
}

function decodeError(value: unknown, path: string): Error {
  const fields = value as { name?: unknown; message?: unknown } | null;
  if (typeof fields !== 'object' || typeof fields?.message !== 'string')
    throw misfit('Error', 'a name and a message', path);
  const error = new Error(fields.message);
  if (typeof fields.name === 'string') error.name = fields.name;
  return error;
}

function listOf(value: unknown, type: string, path: string): unknown[] {
  if (Array.isArray(value)) return value;
  throw misfit(type, 'a list', path);
}

function misfit(type: string, wanted: string, path: string): WireValueError {
  return new WireValueError(`The value of a "${type}" (at ${path || 'the root'}) must be ${wanted}.`, path);
}

/** Exactly the two keys: other objects with a `$type` (JSON of other systems) are data. */
function isTyped(json: object): json is { [TYPE]: string; value: unknown } {
  const keys = Object.keys(json);
  return keys.length === 2 && TYPE in json && 'value' in json && typeof json[TYPE] === 'string';
}

/** The engine's Overwrite, Send and Command, of whatever copy of it, have a JSON form that it also takes back. */
function isControlValue(value: object): value is { toJSON(): unknown } {
  return CONTROL_BRANDS.some((brand) => brand in value) && 'toJSON' in value;
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

function typed(type: string, value: WireJson): WireJson {
  return { [TYPE]: type, value };
}

/** Defines each key, so that `__proto__` is a key like any other. */
function fromEntries<Item>(entries: [string, Item][]): Record<string, Item> {
  return Object.fromEntries(entries);
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  }
  return btoa(text);
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
