import { isContainer } from './json';
import { partOf } from './parts';
import { unwrap } from './preview';
import { type Found, rowId } from './tree';
import type { TreePath } from './tree-items';

export interface SearchResult extends Found {
  /** There are more matches than are shown. */
  isCut: boolean;
  /** Values that did not travel whole: of them only the beginning was searched. */
  unread: number;
}

const MAX_MATCHES = 500;

/** Keys, texts and other leaves that have the query in them, whatever the case. */
export function searchValues(values: Record<string, unknown>, query: string): SearchResult {
  const wanted = query.toLowerCase();
  const matches = new Set<string>();
  const around = new Set<string>();
  let isCut = false;
  let unread = 0;
  visit(values, []);
  return { matches, around, isCut, unread };

  function visit(container: unknown, path: TreePath): void {
    const { value } = unwrap(container);
    if (!isContainer(value)) return;
    for (const [key, child] of Object.entries(value)) {
      const childPath = [...path, Array.isArray(value) ? Number(key) : key];
      const part = partOf(child);
      if (part) unread++;
      const isMatch = (!Array.isArray(value) && has(key)) || has(part ? part.head : unwrap(child).value);
      if (isMatch) add(childPath);
      if (!part) visit(child, childPath);
    }
  }

  function add(path: TreePath): void {
    if (matches.size >= MAX_MATCHES) {
      isCut = true;
      return;
    }
    matches.add(rowId(path));
    for (let length = 1; length < path.length; length++) around.add(rowId(path.slice(0, length)));
  }

  function has(leaf: unknown): boolean {
    return !isContainer(leaf) && String(leaf).toLowerCase().includes(wanted);
  }
}
