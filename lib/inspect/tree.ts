import type { Difference, DifferenceCounts, DifferenceEntry } from './diff';
import { isContainer } from './json';
import { unwrap } from './preview';

export type TreePath = readonly (string | number)[];
export type TreeMark = 'added' | 'updated' | 'removed' | 'inside' | null;

/** One line of the state tree. */
export interface TreeRow {
  id: string;
  path: TreePath;
  depth: number;
  kind: 'value' | 'more';
  value: unknown;
  /** Null for a leaf. */
  isOpen: boolean | null;
  mark: TreeMark;
  /** An updated value's former one. */
  from: unknown;
  /** Changes inside a container. */
  counts: DifferenceCounts | null;
  /** Of a `more` row: items that are not listed yet. */
  hidden: number;
}

export interface TreeView {
  /** Rows that a person opened or closed, by row id; the others follow `defaultOpen`. */
  toggled: ReadonlyMap<string, boolean>;
  defaultOpen: ReadonlySet<string>;
  /** Items listed so far of long lists, by row id. */
  listed: ReadonlyMap<string, number>;
}

export const LIST_WINDOW = 50;
const DEFAULT_OPEN_ROWS = 40;

export function rowId(path: TreePath): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The rows to draw for a state: every channel, what is open inside, and what was removed where it stood. */
export function treeRows(
  values: Record<string, unknown>,
  difference: Difference | undefined,
  view: TreeView,
): TreeRow[] {
  const rows: TreeRow[] = [];
  addChildren(rows, { path: [], value: values, difference, depth: -1 }, view);
  return rows;
}

/**
 * Containers that are open until a person closes them: what the step changed, widest first, as long as the rows are few
 * enough to be read at a glance.
 */
export function openByDefault(values: Record<string, unknown>, difference: Difference | undefined): Set<string> {
  const open = new Set<string>();
  if (!difference) return open;
  let rowsLeft = DEFAULT_OPEN_ROWS;
  const queue: TreeItem[] = childrenOf({ path: [], value: values, difference, depth: -1 });
  for (const item of queue) {
    const inner = unwrap(item.value).value;
    if (!item.difference || item.difference.kind === 'removed' || !isContainer(inner)) continue;
    const children = childrenOf(item);
    if (Math.min(children.length, LIST_WINDOW) > rowsLeft && item.depth > 0) continue;
    rowsLeft -= Math.min(children.length, LIST_WINDOW);
    open.add(rowId(item.path));
    queue.push(...children.slice(0, LIST_WINDOW));
  }
  return open;
}

interface TreeItem {
  path: TreePath;
  value: unknown;
  difference: Difference | undefined;
  depth: number;
}

function addItem(rows: TreeRow[], item: TreeItem, view: TreeView): void {
  const id = rowId(item.path);
  const inner = unwrap(item.value).value;
  const isRemoved = item.difference?.kind === 'removed';
  const isOpenable = !isRemoved && isContainer(inner) && childrenOf(item).length > 0;
  const isOpen = isOpenable ? (view.toggled.get(id) ?? view.defaultOpen.has(id)) : null;
  rows.push({
    id: isRemoved ? `-${id}` : id,
    path: item.path,
    depth: item.depth,
    kind: 'value',
    value: item.value,
    isOpen,
    mark: markOf(item.difference),
    from: item.difference?.kind === 'updated' ? item.difference.from : undefined,
    counts: item.difference?.kind === 'changed' ? item.difference.counts : null,
    hidden: 0,
  });
  if (isOpen) addChildren(rows, item, view);
}

function addChildren(rows: TreeRow[], item: TreeItem, view: TreeView): void {
  const id = rowId(item.path);
  const children = childrenOf(item);
  const listed = item.depth < 0 ? children.length : (view.listed.get(id) ?? LIST_WINDOW);
  for (const child of children.slice(0, listed)) addItem(rows, child, view);
  const hidden = children.length - listed;
  if (hidden <= 0) return;
  const hasChange = children.slice(listed).some((child) => child.difference);
  rows.push({
    id: `${id}/…`,
    path: item.path,
    depth: item.depth + 1,
    kind: 'more',
    value: undefined,
    isOpen: null,
    mark: hasChange ? (item.difference?.kind === 'added' ? 'added' : 'inside') : null,
    from: undefined,
    counts: null,
    hidden,
  });
}

/** A container's items in order, with the removed ones where they stood. What is new as a whole is new in every part. */
function childrenOf(item: TreeItem): TreeItem[] {
  const inner = unwrap(item.value).value;
  if (!isContainer(inner)) return [];
  const depth = item.depth + 1;
  const entries = item.difference?.kind === 'changed' ? item.difference.entries : [];
  const own = new Map(entries.filter(isKept).map((entry) => [entry.key, entry.difference]));
  const removed = entries.filter((entry) => !isKept(entry));
  const keys: (string | number)[] = Array.isArray(inner) ? inner.map((_, index) => index) : Object.keys(inner);
  const children: TreeItem[] = [];
  let taken = 0;
  keys.forEach((key, index) => {
    while (taken < removed.length && (removed[taken] as DifferenceEntry).at <= index && Array.isArray(inner)) {
      children.push(removedItem(item.path, removed[taken++] as DifferenceEntry, depth));
    }
    const value = (inner as Record<string | number, unknown>)[key];
    const inherited: Difference | undefined =
      item.difference?.kind === 'added' || item.difference?.kind === 'updated' ? { kind: 'added', value } : undefined;
    children.push({ path: [...item.path, key], value, difference: own.get(key) ?? inherited, depth });
  });
  while (taken < removed.length) children.push(removedItem(item.path, removed[taken++] as DifferenceEntry, depth));
  return children;
}

function removedItem(parent: TreePath, entry: DifferenceEntry, depth: number): TreeItem {
  const value = entry.difference.kind === 'removed' ? entry.difference.value : undefined;
  return { path: [...parent, entry.key], value, difference: entry.difference, depth };
}

function isKept(entry: DifferenceEntry): boolean {
  return entry.difference.kind !== 'removed';
}

function markOf(difference: Difference | undefined): TreeMark {
  if (!difference) return null;
  return difference.kind === 'changed' ? 'inside' : difference.kind;
}
