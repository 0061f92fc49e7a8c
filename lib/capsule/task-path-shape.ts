import type { TaskPath } from '@/engine';

/** Calls of task functions by task functions: more of them no graph has. */
const MAX_CALLS = 200;

export function isTaskPath(value: unknown): value is TaskPath {
  let path = value;
  for (let depth = 0; depth <= MAX_CALLS; depth++) {
    if (!Array.isArray(path)) return false;
    const [kind, place, index] = path as unknown[];
    if (path.length === 2 && kind === '__pregel_pull') return typeof place === 'string';
    if (kind !== '__pregel_push') return false;
    if (path.length === 2) return isIndex(place);
    if (path.length !== 3 || !isIndex(index)) return false;
    path = place;
  }
  return false;
}

function isIndex(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
