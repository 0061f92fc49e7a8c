import type { PartAddress, PartPage } from '@/lib/contracts/parts';
import { isContainer, isPlainObject } from './json';
import { JsonSizes } from './json-size';
import { wrapPart } from './parts';
import { unwrap } from './preview';

/** What travels of a state at once, and of a page of a part. */
export const FOLD_LIMITS = {
  stateBytes: 192 * 1024,
  pageBytes: 128 * 1024,
  pageItems: 500,
  pageCharacters: 256 * 1024,
} as const;
/** What is no larger stays as it is wherever there is room for it. */
const SMALL_BYTES = 512;
const TEXT_BYTES = 16 * 1024;
const HEAD_CHARACTERS = 300;

interface Folding {
  sizes: JsonSizes;
  bytesLeft: number;
}

/** A container whose children are to be taken in turn, so that no branch of the tree starves the others. */
interface Open {
  value: Record<string, unknown> | unknown[];
  into: Record<string, unknown> | unknown[];
  address: PartAddress;
}

/**
 * A JSON value of at most so many bytes, or hardly more: what does not fit, stands there as a part. The value itself is
 * always opened. Small values come first, and what is nearer to the root before what is deeper.
 */
export function foldValue(value: unknown, address: PartAddress, limitBytes: number, sizes = new JsonSizes()): unknown {
  if (!isContainer(value) || sizes.of(value) <= limitBytes) return value;
  const folding: Folding = { sizes, bytesLeft: limitBytes };
  const root = emptyLike(value);
  const queue: Open[] = [{ value, into: root, address }];
  for (const open of queue) takeChildren(open, queue, folding);
  return root;
}

function takeChildren({ value, into, address }: Open, queue: Open[], folding: Folding): void {
  // A typed value is its inner one to whoever names places in it.
  const isTyped = unwrap(value).type !== null;
  for (const key of Object.keys(value)) {
    const child = (value as Record<string, unknown>)[key];
    const path = isTyped ? address.path : [...address.path, Array.isArray(value) ? Number(key) : key];
    (into as Record<string, unknown>)[key] = foldChild(child, { ...address, path }, queue, folding);
  }
}

function foldChild(child: unknown, address: PartAddress, queue: Open[], folding: Folding): unknown {
  const bytes = folding.sizes.of(child);
  const isWhole =
    bytes <= SMALL_BYTES || (typeof child === 'string' && bytes <= Math.min(TEXT_BYTES, folding.bytesLeft));
  if (isWhole || !(typeof child === 'string' || isContainer(child))) {
    folding.bytesLeft -= bytes;
    return child;
  }
  folding.bytesLeft -= SMALL_BYTES;
  if (isContainer(child) && openingBytes(child, folding.sizes) <= folding.bytesLeft) {
    folding.bytesLeft -= openingBytes(child, folding.sizes);
    const into = emptyLike(child);
    queue.push({ value: child, into, address });
    return into;
  }
  return foldWhole(child, address, bytes);
}

/** What a container costs at least when it is opened. */
function openingBytes(value: Record<string, unknown> | unknown[], sizes: JsonSizes): number {
  let bytes = 0;
  for (const child of Object.values(value)) bytes += Math.min(sizes.of(child), SMALL_BYTES);
  return bytes;
}

function foldWhole(value: string | Record<string, unknown> | unknown[], address: PartAddress, bytes: number): unknown {
  if (typeof value === 'string') {
    return wrapPart({ kind: 'text', count: value.length, bytes, head: value.slice(0, HEAD_CHARACTERS), address });
  }
  const { value: inner } = unwrap(value);
  if (typeof inner === 'string') return foldWhole(inner, address, bytes);
  const count = isContainer(inner) ? Object.keys(inner).length : 0;
  return wrapPart({ kind: Array.isArray(inner) ? 'list' : 'object', count, bytes, head: '', address });
}

function emptyLike(value: object): Record<string, unknown> | unknown[] {
  return Array.isArray(value) ? [] : {};
}

/** The value at a path as the tree names it: through typed values as if they were not there. Undefined where there is none. */
export function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  let found = value;
  for (const key of path) {
    const { value: inner } = unwrap(found);
    if (Array.isArray(inner)) found = typeof key === 'number' ? inner[key] : undefined;
    else found = isPlainObject(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined;
  }
  return found;
}

/** One page of a large value; null for a value that has no pages. */
export function pageOf(value: unknown, address: PartAddress, from: number): PartPage | null {
  const { value: inner } = unwrap(value);
  if (typeof inner === 'string') {
    const end = endOfText(inner, from + FOLD_LIMITS.pageCharacters);
    const next = end < inner.length ? end : null;
    return { kind: 'text', from, text: inner.slice(from, end), count: inner.length, next };
  }
  if (!isContainer(inner)) return null;
  const keys = Object.keys(inner);
  const sizes = new JsonSizes();
  const entries: { key: string | number; value: unknown }[] = [];
  let bytesLeft: number = FOLD_LIMITS.pageBytes;
  let at = from;
  for (; at < keys.length && entries.length < FOLD_LIMITS.pageItems && bytesLeft > 0; at++) {
    const name = keys[at] as string;
    const key = Array.isArray(inner) ? at : name;
    const child = (inner as Record<string, unknown>)[name];
    const childAddress = { ...address, path: [...address.path, key] };
    const folded = foldItem(child, childAddress, Math.max(TEXT_BYTES, bytesLeft / 4), sizes);
    entries.push({ key, value: folded });
    bytesLeft -= Math.min(sizes.of(child), new JsonSizes().of(folded));
  }
  const kind = Array.isArray(inner) ? 'list' : 'object';
  return { kind, from, entries, count: keys.length, next: at < keys.length ? at : null };
}

/** Like `foldValue`, for a value that may be a long text itself. */
export function foldItem(value: unknown, address: PartAddress, limitBytes: number, sizes = new JsonSizes()): unknown {
  const bytes = sizes.of(value);
  if (bytes <= limitBytes) return value;
  if (typeof value === 'string') return foldWhole(value, address, bytes);
  return isContainer(value) && openingBytes(value, sizes) <= limitBytes
    ? foldValue(value, address, limitBytes, sizes)
    : foldWhole(value as Record<string, unknown>, address, bytes);
}

/** Never between the halves of a character. */
function endOfText(text: string, end: number): number {
  if (end >= text.length) return text.length;
  const code = text.charCodeAt(end - 1);
  return code >= 0xd800 && code <= 0xdbff ? end + 1 : end;
}
