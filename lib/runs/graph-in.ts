import { nodesOf } from '@/engine';
import type { ServedGraph } from '@/lib/graphs/served-graph';

/** The graph that runs in a namespace of `root`; null where what leads there is no node that names its graph. */
export function graphIn(root: ServedGraph, namespace: string): ServedGraph | null {
  let graph = root;
  for (const { node, call } of nodesOf(namespace)) {
    const called = [...graph.getSubgraphs(node)].map(([, inner]) => inner);
    // A function that calls one graph several times names it once.
    const next = called[call] ?? called[0];
    if (next === undefined) return null;
    graph = next;
  }
  return graph;
}
