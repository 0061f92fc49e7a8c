import type { DrawableGraph } from '@/lib/contracts/debugger';

/** What is to be placed. Its key is all that the placing depends on, so that nothing moves while that stays. */
export interface LayoutRequest {
  graph: DrawableGraph;
  /** Graphs that are opened inside their nodes, by the node's path: names joined with `|`. */
  open: ReadonlyMap<string, DrawableGraph>;
  /** Names of nodes that the graph does not have. */
  ghosts: readonly string[];
}

/** Equal for requests of equal structure. What nodes hold besides their names makes no difference. */
export function layoutKey({ graph, open, ghosts }: LayoutRequest): string {
  const structure = [shapeOf(graph), [...open].sort(byPath).map(([path, inner]) => [path, shapeOf(inner)]), ghosts];
  return hashText(JSON.stringify(structure));
}

function shapeOf({ nodes, edges }: DrawableGraph): unknown {
  return [
    nodes.map((node) => node.id),
    edges.map((edge) => [edge.source, edge.target, edge.conditional, edge.data ?? null]),
  ];
}

function byPath([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** 53 bits of two FNV-like rounds: a page never holds so many graphs that two would meet. */
function hashText(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  return `${(high >>> 0).toString(36)}.${(low >>> 0).toString(36)}`;
}
