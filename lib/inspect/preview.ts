import { isPlainObject } from './json';
import { partOf } from './parts';

/** What JSON cannot hold travels as `{ $type, value }`. */
export interface Unwrapped {
  type: string | null;
  value: unknown;
}

export function unwrap(value: unknown): Unwrapped {
  if (!isPlainObject(value) || typeof value.$type !== 'string') return { type: null, value };
  return { type: value.$type, value: value.value };
}

/** Keys that say best what an item is, in this order. */
const TELLING_KEYS = ['subject', 'summary', 'title', 'name', 'message', 'text', 'content', 'label', 'id'];

/** One line about a value. Nothing is cut without a mark that says so. */
export function previewOf(value: unknown, maxLength = 120): string {
  const part = partOf(value);
  if (part !== null) {
    return part.kind === 'text' ? JSON.stringify(cutText(part.head, maxLength)) : countText(part.count, part.kind);
  }
  const { type, value: inner } = unwrap(value);
  if (type === 'undefined') return 'undefined';
  if (type === 'number') return String(inner);
  const text = plainPreview(inner, maxLength);
  return type === null ? text : `${type} ${text}`;
}

const FEW_LEAVES = 8;

/** Small enough to be read at once: an object or a list with few values in it, however nested. */
export function isShort(value: unknown): boolean {
  return countLeaves(value, FEW_LEAVES + 1) <= FEW_LEAVES;
}

/** Stops at the limit: the value may be huge. */
function countLeaves(value: unknown, limit: number): number {
  if (typeof value !== 'object' || value === null) return 1;
  let count = 0;
  for (const inner of Object.values(value)) {
    count += countLeaves(inner, limit - count);
    if (count >= limit) break;
  }
  return Math.max(count, 1);
}

function sizeText(value: readonly unknown[] | Record<string, unknown>): string {
  return Array.isArray(value) ? countText(value.length, 'list') : countText(Object.keys(value).length, 'object');
}

function countText(count: number, kind: 'list' | 'object'): string {
  const noun = kind === 'list' ? 'item' : 'key';
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

function cutText(text: string, maxLength: number): string {
  return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
}

/** `classified[0].hash`: how one would write it in code. */
export function pathText(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}

function plainPreview(value: unknown, maxLength: number): string {
  if (typeof value === 'string') return JSON.stringify(cutText(value, maxLength));
  if (Array.isArray(value)) return value.length === 0 ? '[]' : sizeText(value);
  if (!isPlainObject(value)) return String(value);
  const keys = Object.keys(value);
  if (keys.length === 0) return '{}';
  const telling = TELLING_KEYS.find((key) => typeof value[key] === 'string');
  if (telling !== undefined) return cutText(firstLine(value[telling] as string), maxLength);
  return sizeText(value);
}

function firstLine(text: string): string {
  return text.trimStart().split('\n', 1)[0] ?? '';
}
