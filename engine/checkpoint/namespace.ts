import type { CheckpointMetadata } from './checkpoint';

// A namespace is a path, levels joined with `|`. A subgraph with a fresh state for each call adds `node:taskId` to that of
// the graph around it. One that keeps its state over the thread has its place as its namespace, which no fork moves: the
// same path with `node` for each level, or `node:mark` where several tasks of one step run the node. A task's second and
// later subgraph calls add a level with their number.

export const ROOT_NAMESPACE = '';

const LEVEL = '|';
const TASK = ':';
const CALL_NUMBER = /^\d+$/;

/** Below a namespace, or a place. @param task its id, or what tells its place from others of the step; null for nothing */
export function childNamespace(parent: string, node: string, task: string | null, call: number): string {
  const level = task === null ? node : node + TASK + task;
  const path = parent === ROOT_NAMESPACE ? level : parent + LEVEL + level;
  return call === 0 ? path : path + LEVEL + call;
}

/** The levels of a namespace; none for the root's. */
export function levelsOf(namespace: string): string[] {
  return namespace === ROOT_NAMESPACE ? [] : namespace.split(LEVEL);
}

/** True for a checkpoint of a subgraph that keeps its state over the thread. */
export function keepsState(namespace: string, { called_by: caller }: Pick<CheckpointMetadata, 'called_by'>): boolean {
  if (caller !== undefined) return true;
  const innermost = levelsOf(namespace).findLast((level) => !CALL_NUMBER.test(level));
  return innermost !== undefined && !innermost.includes(TASK);
}

/** The levels that `namespace` adds to the one that encloses it. */
export function levelsBelow(parent: string, namespace: string): string[] {
  return levelsOf(namespace).slice(levelsOf(parent).length);
}

/** The place of the graph of a namespace, as far as the namespace tells: without marks. */
export function placeByNames(namespace: string): string {
  return levelsOf(namespace)
    .map((level) => level.split(TASK)[0])
    .join(LEVEL);
}

/** The ids of the tasks that led to a namespace, and marks of places. */
export function taskIdsIn(namespace: string): string[] {
  return levelsOf(namespace).flatMap((level) => level.split(TASK).slice(1));
}

/** Node by node, and for each which of its task's calls. */
export function nodesOf(namespace: string): { node: string; call: number }[] {
  const nodes: { node: string; call: number }[] = [];
  for (const level of levelsOf(namespace)) {
    const last = nodes.at(-1);
    if (last && CALL_NUMBER.test(level)) last.call = Number(level);
    else nodes.push({ node: level.split(TASK)[0] as string, call: 0 });
  }
  return nodes;
}
