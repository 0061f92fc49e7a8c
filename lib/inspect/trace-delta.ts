import { IDENTITY_KEYS } from './align';
import type { TreePath } from './tree-items';

/** From the later of two states to the earlier, or the other way. */
export type Direction = 'back' | 'onward';

/**
 * What became of the value at a path between two states: whether it is another, and where it is in the state that one
 * goes to. The path is null where the item of a list does not go on: it was added, or removed.
 */
export interface Trace {
  isChanged: boolean;
  path: TreePath | null;
}

/** What the engine stores of a step: see engine/checkpoint/delta.ts, which says what each part means. */
export type ValueDelta =
  | { op: 'set'; value: unknown }
  | { op: 'text'; add: string }
  | {
      op: 'list';
      /** Only `skip` and `keep` are at hand, and that there is no edit. */
      isHead?: true;
      skip?: number;
      keep: number;
      add?: readonly unknown[];
      end?: number;
      edit?: readonly (readonly [number, ValueDelta])[];
    }
  | {
      op: 'record';
      remove?: readonly string[];
      put?: readonly (readonly [string, unknown])[];
      edit?: readonly (readonly [string, ValueDelta])[];
    };

export interface DeltaReading {
  direction: Direction;
  /** How long the list at a path was before; undefined when that is not at hand. */
  lengthBefore: (path: TreePath) => number | undefined;
  /** Whether there is anything at a path inside of a value that the delta holds. */
  has: (value: unknown, path: TreePath) => boolean;
}

/** Told by the delta alone; null where only both values can tell. */
export function traceDelta(delta: ValueDelta | null, path: TreePath, reading: DeltaReading): Trace | null {
  return trace(delta, [], path, reading);
}

/** `done` is the way to the delta's value before the step, for `lengthBefore`; the answer is the path from there on. */
function trace(delta: ValueDelta | null, done: TreePath, path: TreePath, reading: DeltaReading): Trace | null {
  if (delta === null) return { isChanged: false, path };
  const [key, ...rest] = path;
  if (key === undefined) return { isChanged: true, path };
  switch (delta.op) {
    case 'set':
      return null;
    case 'text':
      // There is nothing inside of a text, before or after.
      return { isChanged: false, path };
    case 'list':
      return typeof key === 'number'
        ? traceItem(delta, { done, index: key, rest }, reading)
        : { isChanged: false, path };
    case 'record':
      return typeof key === 'string' ? traceKey(delta, { done, key, rest }, reading) : { isChanged: false, path };
  }
}

function traceKey(
  { remove, put, edit }: Extract<ValueDelta, { op: 'record' }>,
  { done, key, rest }: { done: TreePath; key: string; rest: TreePath },
  reading: DeltaReading,
): Trace | null {
  const path = [key, ...rest];
  const edited = edit?.find(([name]) => name === key);
  if (edited) return prefixed(key, trace(edited[1], [...done, key], rest, reading));
  const isRemoved = remove?.includes(key) ?? false;
  const added = put?.find(([name]) => name === key);
  // It moved behind the others, or is another: both values tell.
  if (added && isRemoved) return null;
  if (added) return { isChanged: reading.has(added[1], rest), path };
  if (isRemoved) return rest.length === 0 ? { isChanged: true, path } : null;
  return { isChanged: false, path };
}

interface ItemPlace {
  done: TreePath;
  index: number;
  rest: TreePath;
}

type ListDelta = Extract<ValueDelta, { op: 'list' }>;

function traceItem(delta: ListDelta, place: ItemPlace, reading: DeltaReading): Trace | null {
  const { skip = 0, keep } = delta;
  const { done, index, rest } = place;
  const isBack = reading.direction === 'back';
  const [ownStart, otherStart] = isBack ? [0, skip] : [skip, 0];
  if (index >= ownStart && index < ownStart + keep) return goOn(delta, place, index - ownStart + otherStart, reading);
  // Left behind at the start of a list that lost its oldest items.
  if (index < ownStart) return rest.length === 0 ? ENDED : null;
  if (delta.isHead) return null;
  const { add = [], end = 0 } = delta;
  const lengthBefore = reading.lengthBefore(done);
  if (lengthBefore === undefined) return null;
  const lengthAfter = keep + add.length + end;
  const [ownLength, otherLength] = isBack ? [lengthAfter, lengthBefore] : [lengthBefore, lengthAfter];
  if (index >= ownLength) {
    const path = [index, ...rest];
    return otherLength <= index ? { isChanged: false, path } : null;
  }
  if (index >= ownLength - end) return goOn(delta, place, index + otherLength - ownLength, reading);
  const isAlone = isBack ? lengthBefore === skip + keep + end : add.length === 0;
  if (!isAlone) return null;
  if (rest.length === 0) return ENDED;
  if (!isBack) return null;
  return reading.has(add[index - keep], rest) ? ENDED : { isChanged: false, path: [index, ...rest] };
}

const ENDED: Trace = { isChanged: true, path: null };

/** The item is in both lists. */
function goOn(
  { edit }: ListDelta,
  { done, index, rest }: ItemPlace,
  other: number,
  reading: DeltaReading,
): Trace | null {
  const [before, after] = reading.direction === 'back' ? [other, index] : [index, other];
  const edited = edit?.find(([at]) => at === after);
  if (edited && isOtherItem(edited[1])) return null;
  return prefixed(other, trace(edited?.[1] ?? null, [...done, before], rest, reading));
}

/** It may be another item in the place of the one that was there: identities tell. */
function isOtherItem(delta: ValueDelta): boolean {
  if (delta.op === 'set') return true;
  if (delta.op !== 'record') return false;
  const touched = [...(delta.remove ?? []), ...keysOf(delta.put), ...keysOf(delta.edit)];
  return IDENTITY_KEYS.some((key) => touched.includes(key));
}

function keysOf(entries: readonly (readonly [string, unknown])[] = []): string[] {
  return entries.map(([key]) => key);
}

function prefixed(key: string | number, inner: Trace | null): Trace | null {
  return inner?.path ? { ...inner, path: [key, ...inner.path] } : inner;
}
