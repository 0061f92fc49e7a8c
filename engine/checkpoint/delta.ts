import { isSameGrowth } from '../channels/growth';
import { Sealed } from './sealed';

// What became of a value, told as values: no reducer is asked, whose code may change under the history.
//
// D1. Both values are sealed (see `sealed.ts`): equal identity means equal value, so finding costs what changed, besides
//     one comparison of pointers for each item of a list or record that has changed itself.
// D2. Parts that were made anew and came out equal count as unchanged.
// D3. The order of a record's keys belongs to its value.
// D4. A delta is plain data, but for the values in it: a serialiser that knows those can store it.

/** How to make the next value out of the previous one. */
export type Delta = SetDelta | TextDelta | ListDelta | RecordDelta;

/** Another value altogether. */
export interface SetDelta {
  op: 'set';
  value: unknown;
}

/** A text that goes on. */
export interface TextDelta {
  op: 'text';
  add: string;
}

/** Without the first `skip` items: `keep` items, then `add`, then the last `end` items; then items by index are changed. */
export interface ListDelta {
  op: 'list';
  skip?: number;
  keep: number;
  add?: readonly unknown[];
  end?: number;
  edit?: [index: number, delta: Delta][];
}

/** Without the keys in `remove`; then those in `edit` are changed and those in `put` added behind the rest. */
export interface RecordDelta {
  op: 'record';
  remove?: string[];
  put?: [key: string, value: unknown][];
  edit?: [key: string, delta: Delta][];
}

/** Null when the values are equal. Both must be sealed (D1). */
export function deltaOf(previous: unknown, next: unknown): Delta | null {
  if (Object.is(previous, next)) return null;
  if (typeof next === 'string') return typeof previous === 'string' ? textDelta(previous, next) : set(next);
  if (typeof previous !== 'object' || typeof next !== 'object' || previous === null || next === null) return set(next);
  if (Array.isArray(next)) return Array.isArray(previous) ? listDelta(previous, next) : set(next);
  if (next instanceof Sealed) return previous instanceof Sealed && next.isSameAs(previous) ? null : set(next);
  if (Object.getPrototypeOf(previous) !== Object.getPrototypeOf(next)) return set(next);
  return recordDelta(previous as Readonly<Record<string, unknown>>, next as Readonly<Record<string, unknown>>);
}

function set(value: unknown): SetDelta {
  return { op: 'set', value };
}

/** True when there is no delta. Both must be sealed (D1). */
export function isEqual(previous: unknown, next: unknown): boolean {
  if (Object.is(previous, next)) return true;
  if (typeof previous !== 'object' || typeof next !== 'object') return false;
  if (Array.isArray(previous) && Array.isArray(next) && previous.length !== next.length) return false;
  return deltaOf(previous, next) === null;
}

/** Shorter texts are stored sooner than told apart. */
const MIN_TEXT = 16;

function textDelta(previous: string, next: string): Delta {
  if (previous.length < MIN_TEXT || !next.startsWith(previous)) return set(next);
  // Through JSON, because a slice would hold on to the whole text that it was cut from.
  return { op: 'text', add: JSON.parse(JSON.stringify(next.slice(previous.length))) };
}

function listDelta(previous: readonly unknown[], next: readonly unknown[]): Delta | null {
  const keep = isSameGrowth(previous, next) ? Math.min(previous.length, next.length) : commonStart(previous, 0, next);
  if (keep === previous.length && keep === next.length) return null;
  const end = commonEnd(previous, next, keep);
  // A list that loses its oldest items.
  const skip = keep === 0 ? previous.indexOf(next[0], 1) : 0;
  const afterSkip = skip > 0 ? commonStart(previous, skip, next) : 0;
  if (afterSkip > end) {
    const add = next.slice(afterSkip);
    if (hasHole(add, 0, add.length)) return set(next);
    return { op: 'list', skip, keep: afterSkip, ...(add.length > 0 && { add }) };
  }
  const [previousEnd, nextEnd] = [previous.length - end, next.length - end];
  // A hole is no item: lists that have one outside of what they share are compared whole.
  if (hasHole(previous, keep, previousEnd) || hasHole(next, keep, nextEnd)) {
    return isSameSparse(previous, next) ? null : set(next);
  }
  if (previous.length === next.length) {
    const edit = itemEdits(previous, next, keep, nextEnd);
    if (edit.length === 0) return null;
    if (edit.length < nextEnd - keep || edit.some(([, { op }]) => op !== 'set')) {
      return { op: 'list', keep: previous.length, edit };
    }
  }
  if (keep + end === 0) return set(next);
  return { op: 'list', keep, ...(keep < nextEnd && { add: next.slice(keep, nextEnd) }), ...(end > 0 && { end }) };
}

/** How many items from `from` on are those that `next` begins with. Stops at a hole. */
function commonStart(previous: readonly unknown[], from: number, next: readonly unknown[]): number {
  const limit = Math.min(previous.length - from, next.length);
  let count = 0;
  while (count < limit && isSameItem(previous, from + count, next, count)) count += 1;
  return count;
}

function commonEnd(previous: readonly unknown[], next: readonly unknown[], start: number): number {
  const limit = Math.min(previous.length, next.length) - start;
  let count = 0;
  while (count < limit && isSameItem(previous, previous.length - 1 - count, next, next.length - 1 - count)) count += 1;
  return count;
}

function isSameItem(previous: readonly unknown[], at: number, next: readonly unknown[], nextAt: number): boolean {
  const before = previous[at];
  const after = next[nextAt];
  if (before === undefined) return after === undefined && at in previous && nextAt in next;
  // 0 and -0 are two values.
  return before === after ? before !== 0 || Object.is(before, after) : isEqual(before, after);
}

function itemEdits(previous: readonly unknown[], next: readonly unknown[], from: number, to: number) {
  const edit: [number, Delta][] = [];
  for (let index = from; index < to; index++) {
    const delta = deltaOf(previous[index], next[index]);
    if (delta !== null) edit.push([index, delta]);
  }
  return edit;
}

function hasHole(list: readonly unknown[], from: number, to: number): boolean {
  for (let index = from; index < to; index++) if (list[index] === undefined && !(index in list)) return true;
  return false;
}

function isSameSparse(previous: readonly unknown[], next: readonly unknown[]): boolean {
  if (previous.length !== next.length) return false;
  return next.every((item, index) => index in previous && isEqual(previous[index], item)) && isAsSparse(previous, next);
}

function isAsSparse(previous: readonly unknown[], next: readonly unknown[]): boolean {
  return Object.keys(previous).length === Object.keys(next).length;
}

type PlainRecord = Readonly<Record<string, unknown>>;

function recordDelta(previous: PlainRecord, next: PlainRecord): Delta | null {
  const { kept, remove, added } = sortKeys(previous, next);
  const edit: [string, Delta][] = [];
  for (const key of kept) {
    const delta = deltaOf(previous[key], next[key]);
    if (delta !== null) edit.push([key, delta]);
  }
  if (edit.length + remove.length + added.length === 0) return null;
  if (edit.length === kept.length && edit.every(([, { op }]) => op === 'set')) return set(next);
  return {
    op: 'record',
    ...(remove.length > 0 && { remove }),
    ...(added.length > 0 && { put: added.map((key): [string, unknown] => [key, next[key]]) }),
    ...(edit.length > 0 && { edit }),
  };
}

/** A key that has moved back is removed and added again, so that the order comes out the same (D3). */
function sortKeys(previous: PlainRecord, next: PlainRecord) {
  const before = Object.keys(previous);
  const [kept, added]: [string[], string[]] = [[], []];
  const passed = new Set<string>();
  let at = 0;
  let isAtEnd = false;
  for (const key of Object.keys(next)) {
    const isKept = !isAtEnd && (before[at] === key || (Object.hasOwn(previous, key) && !passed.has(key)));
    if (isKept) {
      for (; before[at] !== key; at++) passed.add(before[at] as string);
      at += 1;
      kept.push(key);
    } else {
      added.push(key);
      // JavaScript puts whole numbers in their place, before all other keys.
      isAtEnd ||= !isArrayIndex(key);
    }
  }
  for (; at < before.length; at++) passed.add(before[at] as string);
  return { kept, added, remove: [...passed] };
}

const MAX_ARRAY_INDEX = 2 ** 32 - 2;

function isArrayIndex(key: string): boolean {
  return /^(0|[1-9]\d{0,9})$/.test(key) && Number(key) <= MAX_ARRAY_INDEX;
}
