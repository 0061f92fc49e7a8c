import { alignItems } from './align';
import { valueAt } from './fold-value';
import { sameValue } from './json';
import { unwrap } from './preview';
import type { Direction, Trace } from './trace-delta';
import type { TreePath } from './tree-items';

/**
 * What became of the value at a path between two states, told by comparing both, as they travel. An item of a list is
 * followed by its identity, as the diff pairs them; what is not in a list, by its place.
 */
export function traceValues(before: unknown, after: unknown, path: TreePath, direction: Direction): Trace {
  return direction === 'back'
    ? trace(after, before, path, (own, other) => pairsOf(other, own, 'after'))
    : trace(before, after, path, (own, other) => pairsOf(own, other, 'before'));
}

type Pairs = (own: readonly unknown[], other: readonly unknown[]) => ReadonlyMap<number, number | null>;

function trace(own: unknown, other: unknown, path: TreePath, pairs: Pairs): Trace {
  const [key, ...rest] = path;
  if (key === undefined) return { isChanged: !isSame(own, other), path };
  const [ownInner, otherInner] = [unwrap(own).value, unwrap(other).value];
  const ownItem = valueAt(own, [key]);
  if (Array.isArray(ownInner) && Array.isArray(otherInner) && typeof key === 'number' && key < ownInner.length) {
    const otherKey = pairs(ownInner, otherInner).get(key) ?? null;
    if (otherKey !== null) return prefixed(otherKey, trace(ownItem, otherInner[otherKey], rest, pairs));
    const isThere = valueAt(ownItem, rest) !== undefined;
    return isThere ? { isChanged: true, path: null } : { isChanged: false, path };
  }
  return prefixed(key, trace(ownItem, valueAt(other, [key]), rest, pairs));
}

/** By the index on the side that one comes from: the index on the other. */
function pairsOf(before: readonly unknown[], after: readonly unknown[], from: 'before' | 'after') {
  const pairs = new Map<number, number | null>();
  for (const pair of alignItems(before, after)) {
    const [own, other] = from === 'after' ? [pair.after, pair.before] : [pair.before, pair.after];
    if (own !== null) pairs.set(own, other);
  }
  return pairs;
}

function isSame(own: unknown, other: unknown): boolean {
  return own === undefined || other === undefined ? own === other : sameValue(own, other);
}

function prefixed(key: string | number, inner: Trace): Trace {
  return inner.path === null ? inner : { ...inner, path: [key, ...inner.path] };
}
