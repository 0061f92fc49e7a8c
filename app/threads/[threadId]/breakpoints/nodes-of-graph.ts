import type { DrawableGraph } from '@/lib/contracts/debugger';

/** The names of the root graph's nodes; null while they are not known. */
export function nodesOfGraph(graph: DrawableGraph | undefined): string[] | null {
  return graph?.nodes.filter((node) => node.type === 'runnable').map((node) => node.id) ?? null;
}
