import type { DrawableGraph } from '@/lib/contracts/debugger';
import type { PlacedEdge, PlacedNode } from './place-graph';

type DrawnEdge = DrawableGraph['edges'][number];

/** Edges that lead back to where the way came from, in declared order; self-loops too. The layout does without them. */
export function findBackEdges({ nodes, edges }: DrawableGraph): Set<DrawnEdge> {
  const outgoing = new Map<string, DrawnEdge[]>();
  for (const edge of edges) outgoing.set(edge.source, [...(outgoing.get(edge.source) ?? []), edge]);
  const back = new Set<DrawnEdge>();
  const state = new Map<string, 'open' | 'closed'>();
  const visit = (id: string): void => {
    state.set(id, 'open');
    for (const edge of outgoing.get(id) ?? []) {
      if (state.get(edge.target) === 'open') back.add(edge);
      else if (!state.has(edge.target)) visit(edge.target);
    }
    state.set(id, 'closed');
  };
  for (const { id } of nodes) if (!state.has(id)) visit(id);
  return back;
}

type Route = Pick<PlacedEdge, 'path' | 'tip' | 'labelAt'>;

const BULGE_PX = 56;

/** Out at the left and around whatever stands between, into the target's left side. `turn` keeps several apart. */
export function routeBack(source: PlacedNode, target: PlacedNode, nodes: readonly PlacedNode[], turn: number): Route {
  if (source.id === target.id) return routeSelf(source);
  const from = { x: source.x, y: source.y + source.height / 2 };
  const to = { x: target.x, y: target.y + target.height / 2 };
  const [top, bottom] = [Math.min(from.y, to.y), Math.max(from.y, to.y)];
  const between = nodes.filter(
    (node) => node.y + node.height > top && node.y < bottom && node.x <= Math.max(from.x, to.x),
  );
  const left = Math.min(from.x, to.x, ...between.map((node) => node.x)) - BULGE_PX - turn * 28;
  const middleY = (from.y + to.y) / 2;
  return {
    path: `M${from.x},${from.y} C${left},${from.y} ${left},${to.y} ${to.x},${to.y}`,
    tip: { ...to, angle: 0 },
    labelAt: { x: left + (Math.min(from.x, to.x) - left) * 0.25, y: middleY },
  };
}

function routeSelf(node: PlacedNode): Route {
  const x = node.x + node.width;
  const [from, to] = [node.y + node.height * 0.75, node.y + node.height * 0.25];
  const right = x + BULGE_PX;
  return {
    path: `M${x},${from} C${right},${from + 14} ${right},${to - 14} ${x},${to}`,
    tip: { x, y: to, angle: 168 },
    labelAt: { x: x + BULGE_PX * 0.78, y: (from + to) / 2 },
  };
}
