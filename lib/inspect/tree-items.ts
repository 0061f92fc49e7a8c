import type { Part } from '@/lib/contracts/parts';
import type { Difference, DifferenceEntry } from './diff';
import { isContainer } from './json';
import { partOf } from './parts';
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
  if (item.difference?.kind === 'removed' || !isContainer(inner) || partOf(item.value)) return false;
  const count = Array.isArray(inner) ? inner.length : Object.keys(inner).length;
  return count > 0 || item.difference?.kind === 'changed';
}

/** A container's items in order, with the removed ones where they stood. What is new as a whole is new in every part. */
export function childrenOf(item: TreeItem): TreeItem[] {
  const inner = unwrap(item.value).value;
  if (!isContainer(inner)) return [];
  const { own, removed } = changesIn(item);
  if (!Array.isArray(inner)) {
    return [...Object.keys(inner).map((key) => own(key, inner[key])), ...removed.map(({ gone }) => gone)];
  }
  const children: TreeItem[] = [];
  let taken = 0;
  for (let index = 0; index <= inner.length; index++) {
    for (let entry = removed[taken]; entry && entry.at <= index; entry = removed[++taken]) children.push(entry.gone);
    if (index < inner.length) children.push(own(index, inner[index]));
  }
  return children;
}

/** Of a container that did not travel whole: the items that were read, with those that the step changed. */
export function partChildren(
  item: TreeItem,
  part: Part,
  entries: readonly { key: string | number; value: unknown }[],
): TreeItem[] {
  const read = new Map(entries.map(({ key, value }) => [key, value]));
  const { changes, own, removed } = changesIn(item);
  for (const { key, difference } of changes) {
    if (read.has(key) || difference.kind === 'removed') continue;
    // Of an item that changed inside, what it is now is read with its page.
    if (difference.kind !== 'changed') read.set(key, difference.kind === 'added' ? difference.value : difference.to);
  }
  const keys = [...read.keys()];
  if (part.kind === 'list') keys.sort((a, b) => Number(a) - Number(b));
  return [...keys.map((key) => own(key, read.get(key))), ...removed.map(({ gone }) => gone)];
}

/** What a step did to the items of a container: `own` makes one that it holds now, `removed` are those that it held, and where. */
function changesIn(item: TreeItem) {
  const changes = item.difference?.kind === 'changed' ? item.difference.entries : [];
  const kept = new Map(changes.filter(isKept).map((entry) => [entry.key, entry.difference]));
  const isNew = item.difference?.kind === 'added' || item.difference?.kind === 'updated';
  const place = (key: string | number) => ({ path: [...item.path, key], depth: item.depth + 1 });
  const own = (key: string | number, value: unknown): TreeItem => ({
    ...place(key),
    value,
    difference: kept.get(key) ?? (isNew ? { kind: 'added', value } : undefined),
    isInherited: isNew,
  });
  const removed = changes.flatMap(({ key, at, difference }) =>
    difference.kind === 'removed' ? [{ at, gone: { ...place(key), value: difference.value, difference } }] : [],
  );
  return { changes, own, removed };
}

function isKept(entry: DifferenceEntry): boolean {
  return entry.difference.kind !== 'removed';
}
