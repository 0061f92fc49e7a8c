import type { ValueDelta } from './trace-delta';
import type { TreePath } from './tree-items';

/** How long the list at a path is after a delta: `untouched` when the delta has nothing to do with it, null when it does not tell. */
export function lengthAfter(delta: ValueDelta, path: TreePath): number | 'untouched' | null {
  const [key, ...rest] = path;
  if (key === undefined) {
    if (delta.op === 'list' && delta.isHead) return null;
    if (delta.op === 'list') return delta.keep + (delta.add?.length ?? 0) + (delta.end ?? 0);
    return delta.op === 'set' && Array.isArray(delta.value) ? delta.value.length : null;
  }
  if (delta.op !== 'record') return null;
  const edited = delta.edit?.find(([name]) => name === key);
  if (edited) return lengthAfter(edited[1], rest);
  return delta.remove?.some((name) => name === key) || delta.put?.some(([name]) => name === key) ? null : 'untouched';
}
