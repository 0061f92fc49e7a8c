import type { TimelineRow } from '@/engine';
import type { DrawableGraph } from '@/lib/graphs/served-graph';
import { pathTo } from './path';

/** Nodes that ran on the way to the checkpoint, and after it on its own branch: a fork leaves these behind and may run them again. */
export function nodesOnBranch(rows: TimelineRow[], checkpointId: string, threadId: string): ReadonlySet<string> {
  const path = pathTo(rows, checkpointId, threadId);
  const branchId = path.at(-1)?.branchId;
  const later = rows.filter((row) => row.branchId === branchId && row.checkpointId > checkpointId);
  return new Set([...path, ...later].flatMap((row) => row.tasks.map((task) => task.node)));
}

/** In the order of a walk along declared edges; the graph's ends are no nodes. */
export function reachableFrom(next: readonly string[], graph: DrawableGraph): string[] {
  const runnable = new Set(graph.nodes.filter((node) => node.type === 'runnable').map((node) => node.id));
  const found = new Set<string>();
  const open = [...next];
  for (let node = open.shift(); node !== undefined; node = open.shift()) {
    if (found.has(node) || !runnable.has(node)) continue;
    found.add(node);
    for (const edge of graph.edges) if (edge.source === node) open.push(edge.target);
  }
  return [...found];
}
