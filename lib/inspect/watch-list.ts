import { pathText } from './preview';
import { type Found, rowId } from './tree';
import type { TreePath } from './tree-items';

export const MAX_WATCHES = 50;

/** Why no more can be watched; null while there is room. */
export function fullText(watches: readonly TreePath[]): string | null {
  return watches.length < MAX_WATCHES
    ? null
    : `${MAX_WATCHES} values are watched, which is the most. Stop watching one first.`;
}

/** What was kept as text; what cannot be read, or is no path, is left out. */
export function parseWatches(text: string | null): TreePath[] {
  if (text === null) return [];
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed.filter(isPath).slice(0, MAX_WATCHES) : [];
  } catch {
    return [];
  }
}

function isPath(value: unknown): value is TreePath {
  return (
    Array.isArray(value) &&
    typeof value[0] === 'string' &&
    value.every((key) => typeof key === 'string' || (Number.isInteger(key) && key >= 0))
  );
}

export function isWatched(watches: readonly TreePath[], path: TreePath): boolean {
  return watches.some((watch) => isSamePath(watch, path));
}

/** With the path, or without it; as it is when there are as many as can be. */
export function toggleWatch(watches: readonly TreePath[], path: TreePath): TreePath[] {
  if (isWatched(watches, path)) return watches.filter((watch) => !isSamePath(watch, path));
  return watches.length < MAX_WATCHES ? [...watches, path] : [...watches];
}

/** The rows of a tree that the watches leave: they, and what holds them. */
export function watchedRows(watches: readonly TreePath[]): Found {
  const around = new Set<string>();
  for (const path of watches) for (let end = 1; end < path.length; end++) around.add(rowId(path.slice(0, end)));
  return { matches: new Set(watches.map((path) => rowId(path))), around };
}

/** At a watched path, inside of one, or around one. */
export function concernsWatch(watches: readonly TreePath[], path: TreePath): boolean {
  return watches.some((watch) => {
    const shared = Math.min(watch.length, path.length);
    return pathText(watch.slice(0, shared)) === pathText(path.slice(0, shared));
  });
}

function isSamePath(a: TreePath, b: TreePath): boolean {
  return a.length === b.length && a.every((key, at) => key === b[at]);
}
