import type { Part } from '@/lib/contracts/parts';
import { readsAsConversation } from './conversation';
import { beginsAsImage, isImage } from './data-url';
import type { Difference, DifferenceCounts } from './diff';
import { addressKey, partOf } from './parts';
import { textPieces } from './text-pieces';
import { childrenOf, hasChildren, partChildren, type TreeItem, type TreePath } from './tree-items';

export type TreeMark = 'added' | 'updated' | 'removed' | 'inside' | null;

/** One line of the state tree. */
export interface TreeRow {
  id: string;
  path: TreePath;
  depth: number;
  /**
   * `text` is a piece of an opened long string, `image` one that is an image; `more` stands for what is not listed yet, `fold`
   * for unchanged items in between; `message` is an item of a conversation, `plot` a number over the steps.
   */
  kind: 'value' | 'text' | 'image' | 'more' | 'fold' | 'message' | 'plot' | 'loading' | 'failed';
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
  /** Of a container: it reads as a conversation, and does so now. */
  isConversation: boolean | null;
  /** Of a `more` or `failed` row of what did not travel whole: how to read on. */
  part: Part | null;
}

export interface TreeView {
  /** Rows that a person opened or closed, by row id; the others follow `defaultOpen`. */
  toggled: ReadonlyMap<string, boolean>;
  defaultOpen: ReadonlySet<string>;
  /** Items, or characters, listed so far of what is long, by row id. */
  listed: ReadonlyMap<string, number>;
  /** What was loaded of values that did not travel whole, by their address. */
  parts?: ReadonlyMap<string, LoadedPart>;
  /** Conversations that are shown as the lists that they are, by row id. */
  asLists?: ReadonlySet<string>;
  /** Numbers that are plotted, by row id. */
  plotted?: ReadonlySet<string>;
  /** While searching: only these rows, what holds them and what they hold. */
  found?: Found;
}

/** Row ids. */
export interface Found {
  matches: ReadonlySet<string>;
  around: ReadonlySet<string>;
}

/** As much of a part as was read. */
export interface LoadedPart {
  /** Of a text, from its beginning. */
  text: string;
  entries: readonly { key: string | number; value: unknown }[];
  isLoading: boolean;
  error: string | null;
}

export const LIST_WINDOW = 50;
export const TEXT_WINDOW = 4000;
/** Strings beyond this are cut to one line until they are opened. */
export const LINE_LENGTH = 90;
const FOLD_FROM = 16;
const FOLD_CONTEXT = 1;

export function rowId(path: TreePath): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

export function isLongText(value: unknown): value is string {
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

function addItem(rows: TreeRow[], item: TreeItem, view: TreeView, isMessage = false): void {
  const id = rowId(item.path);
  if (view.found && !isFound(id, view.found)) return;
  const isRemoved = item.difference?.kind === 'removed';
  const part = isRemoved ? null : partOf(item.value);
  const isText = !isRemoved && (isLongText(item.value) || part?.kind === 'text');
  const isOpenable = isText || hasChildren(item) || (part !== null && part.count > 0);
  const isOpen = isOpenable ? isOpenIn(view, id) : null;
  const isConversation = !isRemoved && isOpenable && !isText && readsAsConversation(item.value);
  const shownAs = isMessage && !isOpen && readsAsConversation([item.value]) ? 'message' : 'value';
  rows.push({
    ...EMPTY_ROW,
    id: isRemoved ? `-${id}` : id,
    path: item.path,
    depth: item.depth,
    kind: shownAs,
    value: item.value,
    isOpen,
    mark: markOf(item.difference),
    from: item.difference?.kind === 'updated' ? item.difference.from : undefined,
    isInherited: item.isInherited ?? false,
    counts: countsOf(item),
    isConversation: isConversation ? !view.asLists?.has(id) : null,
  });
  if (view.plotted?.has(id) && typeof item.value === 'number') {
    rows.push({
      ...EMPTY_ROW,
      id: `${id}/plot`,
      path: item.path,
      depth: item.depth + 1,
      kind: 'plot',
      value: item.value,
    });
  }
  if (!isOpen) return;
  if (isText) addText(rows, item, view);
  else if (part !== null) addPart(rows, item, part, view);
  else {
    const areMessages = isConversation && !view.asLists?.has(id);
    addChildren(rows, { item, children: childrenOf(item), view, areMessages });
  }
}

function isOpenIn({ toggled, defaultOpen, found }: TreeView, id: string): boolean {
  return toggled.get(id) ?? (found ? found.around.has(id) : defaultOpen.has(id));
}

/** A match, what holds one, or what one holds. */
function isFound(id: string, { matches, around }: Found): boolean {
  if (matches.has(id) || around.has(id)) return true;
  for (let end = id.lastIndexOf('/'); end > 0; end = id.lastIndexOf('/', end - 1)) {
    if (matches.has(id.slice(0, end))) return true;
  }
  return false;
}

function addText(rows: TreeRow[], item: TreeItem, view: TreeView): void {
  const id = rowId(item.path);
  const part = partOf(item.value);
  const loaded = part && view.parts?.get(addressKey(part.address));
  const text = part ? loaded?.text || part.head : (item.value as string);
  const count = part ? part.count : text.length;
  const listed = part ? text.length : (view.listed.get(id) ?? TEXT_WINDOW);
  const place = { path: item.path, depth: item.depth + 1, mark: markOf(item.difference), isInherited: true };
  if (listed >= count && isImage(text)) {
    rows.push({ ...EMPTY_ROW, ...place, id: `${id}/image`, kind: 'image', value: text });
    return;
  }
  // Of an image that is to be read, the beginning says nothing.
  const shown = beginsAsImage(text) && listed < count ? '' : text.slice(0, listed);
  for (const piece of textPieces(shown)) {
    rows.push({ ...EMPTY_ROW, ...place, id: `${id}/text${piece.from}`, kind: 'text', value: piece.text });
  }
  if (count > listed) addRest(rows, { item, loaded, place: { ...place, value: '', hidden: count - listed } });
}

/** What was loaded of a container that did not travel whole; before that, what the step changed in it. */
function addPart(rows: TreeRow[], item: TreeItem, part: Part, view: TreeView): void {
  const loaded = view.parts?.get(addressKey(part.address));
  const children = partChildren(item, part, loaded?.entries ?? []);
  const isMessages = part.kind === 'list' && readsAsConversation(loaded?.entries.map(({ value }) => value));
  for (const child of children) addItem(rows, child, view, isMessages);
  const hidden = part.count - children.filter(({ difference }) => difference?.kind !== 'removed').length;
  if (hidden <= 0) return;
  addRest(rows, { item, loaded, place: { ...placeholder(item, 'more', hidden), isInherited: true } });
}

/** One row for what is still to be read: that it is being read, that it could not be, or the way to it. */
function addRest(
  rows: TreeRow[],
  { item, loaded, place }: { item: TreeItem; loaded: LoadedPart | null | undefined; place: Partial<TreeRow> },
): void {
  const kind = loaded?.isLoading ? 'loading' : loaded?.error ? 'failed' : 'more';
  const value = kind === 'failed' ? loaded?.error : place.value;
  rows.push({ ...EMPTY_ROW, ...place, id: `${rowId(item.path)}/…`, kind, value, part: partOf(item.value) });
}

interface OpenItem {
  item: TreeItem;
  children: readonly TreeItem[];
  view: TreeView;
  areMessages: boolean;
}

function addChildren(rows: TreeRow[], open: OpenItem): void {
  const { item, children, view, areMessages } = open;
  const id = rowId(item.path);
  const listed = view.found ? children.length : view.listed.get(id);
  if (listed === undefined && item.difference?.kind === 'changed' && children.length > FOLD_FROM) {
    addFolded(rows, open);
    return;
  }
  const window = listed ?? LIST_WINDOW;
  for (const child of children.slice(0, window)) addItem(rows, child, view, areMessages);
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
function addFolded(rows: TreeRow[], { item, children, view, areMessages }: OpenItem): void {
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
      addItem(rows, children[index] as TreeItem, view, areMessages);
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
  isConversation: null,
  part: null,
};

function countsOf({ difference, value }: TreeItem): DifferenceCounts | null {
  if (difference?.kind === 'changed') return difference.counts;
  return difference?.kind === 'added' && Array.isArray(value) ? { added: value.length, updated: 0, removed: 0 } : null;
}

function markOf(difference: Difference | undefined): TreeMark {
  if (!difference) return null;
  return difference.kind === 'changed' ? 'inside' : difference.kind;
}
