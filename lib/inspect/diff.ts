import { alignItems } from './align';
import { isPlainObject } from './json';
import { unwrap } from './preview';

/** What became of a value. A `changed` container holds the differences inside; what is equal is left out. */
export type Difference =
  | { kind: 'added'; value: unknown }
  | { kind: 'removed'; value: unknown }
  | { kind: 'updated'; from: unknown; to: unknown }
  /** `same`: items that are equal. `left`: entries that are not listed, because there are too many to travel at once. */
  | { kind: 'changed'; entries: DifferenceEntry[]; counts: DifferenceCounts; same: number; left?: number };

export interface DifferenceEntry {
  /** The key in the later value; of a removed one, the key that it had. */
  key: string | number;
  /** Of a list's item that stood elsewhere: its earlier index. */
  was?: number;
  /** In lists: the later index at, or before, which the entry stands. */
  at: number;
  difference: Difference;
}

export interface DifferenceCounts {
  added: number;
  updated: number;
  removed: number;
}

/**
 * How `after` differs from `before`; undefined when they are equal. List items are matched by their `id`, `hash`, `key` or
 * equal content, so that an insertion at the front is one addition and not a change of every item.
 */
export function diffValues(before: unknown, after: unknown): Difference | undefined {
  if (before === after) return undefined;
  if (before === undefined) return { kind: 'added', value: after };
  if (after === undefined) return { kind: 'removed', value: before };
  if (Array.isArray(before) && Array.isArray(after)) return changed(listEntries(before, after), after.length);
  if (!isPlainObject(before) || !isPlainObject(after)) return { kind: 'updated', from: before, to: after };
  const [from, to] = [unwrap(before), unwrap(after)];
  if (from.type !== to.type) return { kind: 'updated', from: before, to: after };
  return from.type === null
    ? changed(objectEntries(before, after), Object.keys(after).length)
    : diffValues(from.value, to.value);
}

export function countDifferences(difference: Difference | undefined): DifferenceCounts {
  switch (difference?.kind) {
    case undefined:
      return { added: 0, updated: 0, removed: 0 };
    case 'added':
      return { added: 1, updated: 0, removed: 0 };
    case 'removed':
      return { added: 0, updated: 0, removed: 1 };
    case 'updated':
      return { added: 0, updated: 1, removed: 0 };
    case 'changed':
      return difference.counts;
  }
}

function changed(entries: DifferenceEntry[], count: number): Difference | undefined {
  if (entries.length === 0) return undefined;
  const counts = { added: 0, updated: 0, removed: 0 };
  for (const entry of entries) {
    const inside = countDifferences(entry.difference);
    counts.added += inside.added;
    counts.updated += inside.updated;
    counts.removed += inside.removed;
  }
  const same = count - entries.filter(({ difference }) => difference.kind !== 'removed').length;
  return { kind: 'changed', entries, counts, same };
}

function objectEntries(before: Record<string, unknown>, after: Record<string, unknown>): DifferenceEntry[] {
  const entries: DifferenceEntry[] = [];
  let at = 0;
  for (const key of Object.keys(after)) {
    const difference = diffValues(Object.hasOwn(before, key) ? before[key] : undefined, after[key]);
    if (difference) entries.push({ key, at, difference });
    at++;
  }
  for (const key of Object.keys(before)) {
    if (!Object.hasOwn(after, key)) entries.push({ key, at, difference: { kind: 'removed', value: before[key] } });
  }
  return entries;
}

function listEntries(before: readonly unknown[], after: readonly unknown[]): DifferenceEntry[] {
  return alignItems(before, after).flatMap((pair): DifferenceEntry[] => {
    if (pair.before === null) {
      return [{ key: pair.after, at: pair.after, difference: { kind: 'added', value: after[pair.after] } }];
    }
    if (pair.after === null) {
      return [{ key: pair.before, at: pair.at, difference: { kind: 'removed', value: before[pair.before] } }];
    }
    const difference = diffValues(before[pair.before], after[pair.after]);
    if (!difference) return [];
    const moved = pair.before === pair.after ? {} : { was: pair.before };
    return [{ key: pair.after, at: pair.after, difference, ...moved }];
  });
}
