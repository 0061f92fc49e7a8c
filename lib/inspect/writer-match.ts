import { IDENTITY_KEYS } from './align';
import { valueAt } from './fold-value';
import { isPlainObject, sameValue } from './json';
import { unwrap } from './preview';
import type { TreePath } from './tree-items';

/** What a task wrote to a channel, as it travels. */
export interface ChannelWrite {
  taskId: string;
  value: unknown;
}

/**
 * Which of several tasks wrote what stands at `path` in the channel's new value: those whose writes hold it. All of them
 * when none does, since then only the reducer knows. `path` is the one inside of the channel.
 */
export function matchWriters(
  writes: readonly ChannelWrite[],
  after: unknown,
  path: TreePath,
): { taskIds: string[]; isSure: boolean } {
  const all = [...new Set(writes.map(({ taskId }) => taskId))];
  if (all.length <= 1) return { taskIds: all, isSure: true };
  const holding = new Set(writes.filter(({ value }) => holds(value, after, path)).map(({ taskId }) => taskId));
  const taskIds = all.filter((taskId) => holding.has(taskId));
  return taskIds.length > 0 ? { taskIds, isSure: taskIds.length === 1 } : { taskIds: all, isSure: false };
}

function holds(write: unknown, after: unknown, path: TreePath): boolean {
  const leaf = valueAt(after, path);
  if (leaf === undefined) return false;
  const written = valueAt(write, path);
  // A reducer that merges records: what stands there is what was written there.
  if (!isInList(after, path)) return written !== undefined && sameValue(written, leaf);
  return path.some((key, depth) => {
    if (typeof key !== 'number') return false;
    const above = path.slice(0, depth);
    const item = valueAt(after, [...above, key]);
    return holdsItem(valueAt(write, above), item) || holdsItem(write, item);
  });
}

function isInList(value: unknown, path: TreePath): boolean {
  return path.some(
    (key, depth) => typeof key === 'number' && Array.isArray(unwrap(valueAt(value, path.slice(0, depth))).value),
  );
}

/** One item, or a list that holds it: equal to it, or of the same identity, since reducers may complete what they take. */
function holdsItem(write: unknown, item: unknown): boolean {
  const inner = unwrap(write).value;
  if (isSameItem(inner, item)) return true;
  return Array.isArray(inner) && inner.some((each) => isSameItem(each, item));
}

function isSameItem(a: unknown, b: unknown): boolean {
  if (sameValue(a, b)) return true;
  if (!isPlainObject(a) || !isPlainObject(b)) return false;
  const key = IDENTITY_KEYS.find((name) => typeof b[name] === 'string' || typeof b[name] === 'number');
  return key !== undefined && a[key] === b[key];
}
