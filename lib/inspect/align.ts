import { isPlainObject, sameValue } from './json';

/** `at` is the later index before which a removed item stood. */
export type AlignedPair =
  | { before: number; after: number }
  | { before: null; after: number }
  | { before: number; after: null; at: number };

/** What an item of a list goes by, the first that it has. */
export const IDENTITY_KEYS = ['id', 'hash', 'key'] as const;

/**
 * Pairs the items of two lists in order: equal ends first, then items with the same identity, and what is left in a gap
 * by position, when neither side has an identity that says otherwise. An item that moved is a removal and an addition.
 */
export function alignItems(before: readonly unknown[], after: readonly unknown[]): AlignedPair[] {
  let head = 0;
  const shorter = Math.min(before.length, after.length);
  while (head < shorter && sameValue(before[head], after[head])) head++;
  let tail = 0;
  while (tail < shorter - head && sameValue(before[before.length - 1 - tail], after[after.length - 1 - tail])) tail++;

  const pairs: AlignedPair[] = [];
  for (let index = 0; index < head; index++) pairs.push({ before: index, after: index });
  const gap = { beforeFrom: head, beforeTo: before.length - tail, afterFrom: head, afterTo: after.length - tail };
  for (const [b, a] of [...matchByIdentity(before, after, gap), [gap.beforeTo, gap.afterTo] as const]) {
    fillGap(pairs, before, after, { ...gap, beforeTo: b, afterTo: a });
    if (b < gap.beforeTo || a < gap.afterTo) pairs.push({ before: b, after: a });
    gap.beforeFrom = b + 1;
    gap.afterFrom = a + 1;
  }
  for (let index = tail; index > 0; index--) pairs.push({ before: before.length - index, after: after.length - index });
  return pairs;
}

interface Gap {
  beforeFrom: number;
  beforeTo: number;
  afterFrom: number;
  afterTo: number;
}

/** Matches in both lists' order: the longest increasing run of positions. */
function matchByIdentity(before: readonly unknown[], after: readonly unknown[], gap: Gap): [number, number][] {
  if (gap.beforeFrom === gap.beforeTo || gap.afterFrom === gap.afterTo) return [];
  const positions = new Map<string, number>();
  const seenBefore = new Map<string, number>();
  for (let index = gap.beforeFrom; index < gap.beforeTo; index++) {
    positions.set(numbered(identityOf(before[index]), seenBefore), index);
  }
  const seenAfter = new Map<string, number>();
  const matches: [number, number][] = [];
  for (let index = gap.afterFrom; index < gap.afterTo; index++) {
    const found = positions.get(numbered(identityOf(after[index]), seenAfter));
    if (found !== undefined) matches.push([found, index]);
  }
  return longestIncreasing(matches);
}

function fillGap(pairs: AlignedPair[], before: readonly unknown[], after: readonly unknown[], gap: Gap): void {
  let b = gap.beforeFrom;
  let a = gap.afterFrom;
  while (b < gap.beforeTo || a < gap.afterTo) {
    if (b < gap.beforeTo && a < gap.afterTo && mayBeSameItem(before[b], after[a]))
      pairs.push({ before: b++, after: a++ });
    else if (b < gap.beforeTo) pairs.push({ before: b++, after: null, at: a });
    else pairs.push({ before: null, after: a++ });
  }
}

function mayBeSameItem(before: unknown, after: unknown): boolean {
  const own = ownIdentity(before);
  const other = ownIdentity(after);
  return (
    own === other && Array.isArray(before) === Array.isArray(after) && isPlainObject(before) === isPlainObject(after)
  );
}

function identityOf(item: unknown): string {
  return ownIdentity(item) ?? JSON.stringify(item) ?? 'undefined';
}

function ownIdentity(item: unknown): string | undefined {
  if (!isPlainObject(item)) return undefined;
  for (const key of IDENTITY_KEYS) {
    const id = item[key];
    if (typeof id === 'string' || typeof id === 'number') return `${key}=${id}`;
  }
  return undefined;
}

/** Equal items are told apart by their turn. */
function numbered(identity: string, seen: Map<string, number>): string {
  const turn = (seen.get(identity) ?? 0) + 1;
  seen.set(identity, turn);
  return `${turn}:${identity}`;
}

/** Patience: `tails[k]` ends the best run of length k + 1. */
function longestIncreasing(matches: readonly [number, number][]): [number, number][] {
  const tails: number[] = [];
  const previous: number[] = [];
  matches.forEach(([position], index) => {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((matches[tails[middle] as number] as [number, number])[0] < position) low = middle + 1;
      else high = middle;
    }
    previous[index] = low > 0 ? (tails[low - 1] as number) : -1;
    tails[low] = index;
  });
  const run: [number, number][] = [];
  for (let index = tails.at(-1) ?? -1; index >= 0; index = previous[index] as number)
    run.push(matches[index] as [number, number]);
  return run.reverse();
}
