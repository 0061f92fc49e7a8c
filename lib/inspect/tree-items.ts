import type { Difference, DifferenceEntry } from './diff';
import { isContainer } from './json';
import { unwrap } from './preview';

export type TreePath = readonly (string | number)[];

/** A value somewhere in the state, with what became of it. The state itself has depth -1. */
export interface TreeItem {
  path: TreePath;
  value: unknown;
  difference: Difference | undefined;
  depth: number;
  /** New only because what holds it is new. */
  isInherited?: boolean;
}

export function hasChildren(item: TreeItem): boolean {
  const inner = unwrap(item.value).value;
  if (item.difference?.kind === 'removed' || !isContainer(inner)) return false;
  const count = Array.isArray(inner) ? inner.length : Object.keys(inner).length;
  return count > 0 || item.difference?.kind === 'changed';
}

/** A container's items in order, with the removed ones where they stood. What is new as a whole is new in every part. */
export function childrenOf(item: TreeItem): TreeItem[] {
  const inner = unwrap(item.value).value;
  if (!isContainer(inner)) return [];
  const depth = item.depth + 1;
  const entries = item.difference?.kind === 'changed' ? item.difference.entries : [];
  const kept = new Map(entries.filter(isKept).map((entry) => [entry.key, entry.difference]));
  const removed = entries.filter((entry) => !isKept(entry));
  const isNew = item.difference?.kind === 'added' || item.difference?.kind === 'updated';
  const own = (key: string | number, value: unknown): TreeItem => ({
    path: [...item.path, key],
    value,
    difference: kept.get(key) ?? (isNew ? { kind: 'added', value } : undefined),
    depth,
    isInherited: isNew,
  });
  const gone = (entry: DifferenceEntry): TreeItem => ({
    path: [...item.path, entry.key],
    value: entry.difference.kind === 'removed' ? entry.difference.value : undefined,
    difference: entry.difference,
    depth,
  });
  if (!Array.isArray(inner)) {
    return [...Object.keys(inner).map((key) => own(key, inner[key])), ...removed.map(gone)];
  }
  const children: TreeItem[] = [];
  let taken = 0;
  for (let index = 0; index <= inner.length; index++) {
    for (let entry = removed[taken]; entry && entry.at <= index; entry = removed[++taken]) children.push(gone(entry));
    if (index < inner.length) children.push(own(index, inner[index]));
  }
  return children;
}

function isKept(entry: DifferenceEntry): boolean {
  return entry.difference.kind !== 'removed';
}
