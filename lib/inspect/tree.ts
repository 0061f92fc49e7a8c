import type { Difference, DifferenceCounts } from './diff';
import { childrenOf, hasChildren, type TreeItem, type TreePath } from './tree-items';

export type TreeMark = 'added' | 'updated' | 'removed' | 'inside' | null;

/** One line of the state tree. */
export interface TreeRow {
  id: string;
  path: TreePath;
  depth: number;
  /** `text` is an opened long string; `more` stands for what is not listed yet, `fold` for unchanged items in between. */
  kind: 'value' | 'text' | 'more' | 'fold';
  value: unknown;
  /** Null for what cannot be opened. */
  isOpen: boolean | null;
  mark: TreeMark;
  /** Marked only because what holds it is. */
  isInherited: boolean;
  /** An updated value's former one. */
  from: unknown;
  /** Changes inside a container; of a new list, its items. */
  counts: DifferenceCounts | null;
  /** Of a `more` or `fold` row: items, or characters of a text, that are not listed yet. */
  hidden: number;
}

export interface TreeView {
  /** Rows that a person opened or closed, by row id; the others follow `defaultOpen`. */
  toggled: ReadonlyMap<string, boolean>;
  defaultOpen: ReadonlySet<string>;
  /** Items, or characters, listed so far of what is long, by row id. */
  listed: ReadonlyMap<string, number>;
}

export const LIST_WINDOW = 50;
export const TEXT_WINDOW = 4000;
/** Strings beyond this are cut to one line until they are opened. */
export const LINE_LENGTH = 90;
const DEFAULT_OPEN_ROWS = 40;
/** A text of a few lines, such as a path, is shown whole wherever it is new. */
const SHORT_TEXT = 300;
const FOLD_FROM = 16;
const FOLD_CONTEXT = 1;
/** Of what is new as a whole, the first items say what the others are like. */
const OPEN_NEW_ITEMS = 2;

export function rowId(path: TreePath): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function isLongText(value: unknown): value is string {
  return typeof value === 'string' && (value.length > LINE_LENGTH || value.includes('\n'));
}

/** The rows to draw for a state: every channel, what is open inside, and what was removed where it stood. */
export function treeRows(
  values: Record<string, unknown>,
  difference: Difference | undefined,
  view: TreeView,
): TreeRow[] {
  const rows: TreeRow[] = [];
  for (const channel of childrenOf({ path: [], value: values, difference, depth: -1 })) addItem(rows, channel, view);
  return rows;
}

/**
 * What is open until a person closes it: what the step changed, outermost first, as long as the rows are few enough to be
 * read at a glance.
 */
export function openByDefault(values: Record<string, unknown>, difference: Difference | undefined): Set<string> {
  const open = new Set<string>();
  if (!difference) return open;
  let rowsLeft = DEFAULT_OPEN_ROWS;
  const queue = childrenOf({ path: [], value: values, difference, depth: -1 });
  for (const item of queue) {
    if (!item.difference || item.difference.kind === 'removed') continue;
    if (isLongText(item.value) && (item.depth === 0 || item.value.length <= SHORT_TEXT)) open.add(rowId(item.path));
    if (!hasChildren(item)) continue;
    const isNew = item.difference.kind !== 'changed';
    const children = childrenOf(item)
      .filter((child) => isNew || child.difference)
      .slice(0, LIST_WINDOW);
    if (item.depth > 0 && children.length > rowsLeft) continue;
    rowsLeft -= children.length;
    open.add(rowId(item.path));
    queue.push(...(isNew ? children.slice(0, OPEN_NEW_ITEMS) : children));
  }
  return open;
}

function addItem(rows: TreeRow[], item: TreeItem, view: TreeView): void {
  const id = rowId(item.path);
  const isRemoved = item.difference?.kind === 'removed';
  const isText = !isRemoved && isLongText(item.value);
  const isOpenable = isText || hasChildren(item);
  const isOpen = isOpenable ? (view.toggled.get(id) ?? view.defaultOpen.has(id)) : null;
  const mark = markOf(item.difference);
  rows.push({
    ...EMPTY_ROW,
    id: isRemoved ? `-${id}` : id,
    path: item.path,
    depth: item.depth,
    value: item.value,
    isOpen,
    mark,
    from: item.difference?.kind === 'updated' ? item.difference.from : undefined,
    isInherited: item.isInherited ?? false,
    counts: countsOf(item),
  });
  if (!isOpen) return;
  if (isText) addText(rows, item, item.value as string, view);
  else addChildren(rows, item, view);
}

function addText(rows: TreeRow[], item: TreeItem, text: string, view: TreeView): void {
  const id = rowId(item.path);
  const listed = view.listed.get(id) ?? TEXT_WINDOW;
  const place = { path: item.path, depth: item.depth + 1, mark: markOf(item.difference), isInherited: true };
  rows.push({ ...EMPTY_ROW, ...place, id: `${id}/text`, kind: 'text', value: text.slice(0, listed) });
  if (text.length > listed)
    rows.push({ ...EMPTY_ROW, ...place, id: `${id}/…`, kind: 'more', value: '', hidden: text.length - listed });
}

function addChildren(rows: TreeRow[], item: TreeItem, view: TreeView): void {
  const id = rowId(item.path);
  const children = childrenOf(item);
  const listed = view.listed.get(id);
  if (listed === undefined && item.difference?.kind === 'changed' && children.length > FOLD_FROM) {
    addFolded(rows, item, children, view);
    return;
  }
  const window = listed ?? LIST_WINDOW;
  for (const child of children.slice(0, window)) addItem(rows, child, view);
  const rest = children.slice(window);
  if (rest.length === 0) return;
  const mark = rest.every((child) => child.difference?.kind === 'added')
    ? 'added'
    : rest.some((child) => child.difference)
      ? 'inside'
      : null;
  rows.push({ ...placeholder(item, 'more', rest.length), id: `${id}/…`, mark });
}

/** A long list in which something changed shows the changes and their neighbours; the runs between are one row each. */
function addFolded(rows: TreeRow[], item: TreeItem, children: readonly TreeItem[], view: TreeView): void {
  const isNear = children.map((_, index) =>
    children.slice(Math.max(0, index - FOLD_CONTEXT), index + FOLD_CONTEXT + 1).some((child) => child.difference),
  );
  let shown = 0;
  for (let index = 0; index < children.length; index++) {
    const end = isNear.indexOf(true, index);
    const run = (end === -1 ? children.length : end) - index;
    if (run > FOLD_CONTEXT || shown >= LIST_WINDOW) {
      const hidden = shown >= LIST_WINDOW ? children.length - index : run;
      const kind = shown >= LIST_WINDOW ? 'more' : 'fold';
      rows.push({ ...placeholder(item, kind, hidden), id: `${rowId(item.path)}/…${index}` });
      index += hidden - 1;
    } else {
      addItem(rows, children[index] as TreeItem, view);
      shown++;
    }
  }
}

function placeholder(item: TreeItem, kind: 'more' | 'fold', hidden: number): TreeRow {
  return { ...EMPTY_ROW, path: item.path, depth: item.depth + 1, kind, isInherited: true, hidden };
}

const EMPTY_ROW: TreeRow = {
  id: '',
  path: [],
  depth: 0,
  kind: 'value',
  value: undefined,
  isOpen: null,
  mark: null,
  isInherited: false,
  from: undefined,
  counts: null,
  hidden: 0,
};

function countsOf({ difference, value }: TreeItem): DifferenceCounts | null {
  if (difference?.kind === 'changed') return difference.counts;
  return difference?.kind === 'added' && Array.isArray(value) ? { added: value.length, updated: 0, removed: 0 } : null;
}

function markOf(difference: Difference | undefined): TreeMark {
  if (!difference) return null;
  return difference.kind === 'changed' ? 'inside' : difference.kind;
}
