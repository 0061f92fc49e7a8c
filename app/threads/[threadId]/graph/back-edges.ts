import type { DrawableGraph } from '@/lib/contracts/debugger';
import type { Point } from './edge-path';
import type { PlacedEdge } from './placed';

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

/** A node's place. */
interface Box {
  id: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

type Route = Pick<PlacedEdge, 'path' | 'tip' | 'labelAt'>;

const BULGE_PX = 56;
const TURN_PX = 28;

export interface Surroundings {
  boxes: readonly Box[];
  /** Where the edges that lead down are routed. */
  wayPoints: readonly Point[];
  /** How many back edges are routed already: several keep apart. */
  turn: number;
}

/** Around whatever stands between, on the side where fewer edges run, left by preference. */
export function routeBack(source: Box, target: Box, { boxes, wayPoints, turn }: Surroundings): Route {
  if (source.id === target.id) return routeSelf(source);
  const fromY = source.y + source.height / 2;
  const toY = target.y + target.height / 2;
  const isBeside = (y: number, height: number) => y + height > Math.min(fromY, toY) && y < Math.max(fromY, toY);
  const between = [source, target, ...boxes.filter((node) => isBeside(node.y, node.height))];
  const edges = { left: Math.min(...between.map((node) => node.x)), right: Math.max(...between.map(rightOf)) };
  const crossed = wayPoints.filter((point) => isBeside(point.y, 0));
  const isLeft =
    crossed.filter((point) => point.x < edges.left).length <= crossed.filter((point) => point.x > edges.right).length;
  const out = (BULGE_PX + turn * TURN_PX) * (isLeft ? -1 : 1);
  const bend = (isLeft ? edges.left : edges.right) + out;
  const from = { x: isLeft ? source.x : rightOf(source), y: fromY };
  const to = { x: isLeft ? target.x : rightOf(target), y: toY };
  return {
    path: `M${from.x},${from.y} C${bend},${from.y} ${bend},${to.y} ${to.x},${to.y}`,
    tip: { ...to, angle: isLeft ? 0 : 180 },
    labelAt: { x: bend - out * 0.25, y: (fromY + toY) / 2 },
  };
}

function rightOf(node: Box): number {
  return node.x + node.width;
}

function routeSelf(node: Box): Route {
  const x = node.x + node.width;
  const [from, to] = [node.y + node.height * 0.75, node.y + node.height * 0.25];
  const right = x + BULGE_PX;
  return {
    path: `M${x},${from} C${right},${from + 14} ${right},${to - 14} ${x},${to}`,
    tip: { x, y: to, angle: 168 },
    labelAt: { x: x + BULGE_PX * 0.78, y: (from + to) / 2 },
  };
}
