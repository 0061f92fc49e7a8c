import { readsAsConversation } from './conversation';
import type { Difference } from './diff';
import { partOf } from './parts';
import { isLongText, LIST_WINDOW, rowId } from './tree';
import { childrenOf, hasChildren, type TreePath } from './tree-items';

const DEFAULT_OPEN_ROWS = 40;
/** A text of a few lines, such as a path, is shown whole wherever it is new. */
const SHORT_TEXT = 300;
/** Of what is new as a whole, the first items say what the others are like. */
const OPEN_NEW_ITEMS = 2;

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
    if (partOf(item.value) && item.difference.kind === 'changed') open.add(rowId(item.path));
    if (!hasChildren(item)) continue;
    const isNew = item.difference.kind !== 'changed';
    const children = childrenOf(item)
      .filter((child) => isNew || child.difference)
      .slice(0, LIST_WINDOW);
    if (item.depth > 0 && children.length > rowsLeft) continue;
    rowsLeft -= children.length;
    open.add(rowId(item.path));
    // Messages are read as they are; opened, each is an object.
    if (readsAsConversation(item.value)) continue;
    queue.push(...(isNew ? children.slice(0, OPEN_NEW_ITEMS) : children));
  }
  return open;
}

/** What holds the paths is open too. */
export function withRowsAround(open: ReadonlySet<string>, paths: readonly TreePath[]): Set<string> {
  const all = new Set(open);
  for (const path of paths) for (let end = 1; end < path.length; end++) all.add(rowId(path.slice(0, end)));
  return all;
}

/** Lists are listed as far as the paths name an item of theirs. */
export function withRowsUpTo(
  listed: ReadonlyMap<string, number>,
  paths: readonly TreePath[],
): ReadonlyMap<string, number> {
  const all = new Map(listed);
  for (const path of paths) {
    path.forEach((key, depth) => {
      if (typeof key !== 'number' || key < LIST_WINDOW) return;
      const list = rowId(path.slice(0, depth));
      all.set(list, Math.max(all.get(list) ?? 0, key + LIST_WINDOW));
    });
  }
  return all;
}
