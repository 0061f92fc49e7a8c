// A namespace is a path: `node:taskId` for a subgraph with a fresh state for each call, `node` for one that keeps its
// state over the thread, levels joined with `|`. A task's second and later subgraph calls add a level with their number.

export const ROOT_NAMESPACE = '';

const LEVEL = '|';
const TASK = ':';
const CALL_NUMBER = /^\d+$/;

/** Where a task's subgraph keeps its checkpoints. @param taskId null for a subgraph that keeps its state over the thread */
export function childNamespace(parent: string, node: string, taskId: string | null, call: number): string {
  const level = taskId === null ? node : node + TASK + taskId;
  const path = parent === ROOT_NAMESPACE ? level : parent + LEVEL + level;
  return call === 0 ? path : path + LEVEL + call;
}

/** The levels of a namespace; none for the root's. */
export function levelsOf(namespace: string): string[] {
  return namespace === ROOT_NAMESPACE ? [] : namespace.split(LEVEL);
}

/** True for a subgraph that keeps its state over the thread. */
export function keepsState(namespace: string): boolean {
  const innermost = levelsOf(namespace).findLast((level) => !CALL_NUMBER.test(level));
  return innermost !== undefined && !innermost.includes(TASK);
}

/** The levels that `namespace` adds to the one that encloses it. */
export function levelsBelow(parent: string, namespace: string): string[] {
  return levelsOf(namespace).slice(levelsOf(parent).length);
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

/** Which call of the task made this namespace; null when it belongs to no call of the task. */
export function callOf(namespace: string, parent: string, node: string, taskId: string): number | null {
  for (const id of [taskId, null]) {
    const first = childNamespace(parent, node, id, 0);
    if (namespace === first) return 0;
    const rest = namespace.startsWith(first + LEVEL) ? namespace.slice(first.length + LEVEL.length) : '';
    if (CALL_NUMBER.test(rest)) return Number(rest);
  }
  return null;
}
