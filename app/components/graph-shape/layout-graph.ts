import { Graph, layout } from '@dagrejs/dagre';
import type { DrawableGraph } from '@/lib/contracts/debugger';

export interface GraphShape {
  width: number;
  height: number;
  nodes: ShapeNode[];
  edges: ShapeEdge[];
}

export interface ShapeNode {
  id: string;
  /** START and END are drawn as dots. */
  isTerminal: boolean;
  /** Centre. */
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface ShapeEdge {
  key: string;
  /** An SVG path. */
  path: string;
  isConditional: boolean;
}

const NODE_HEIGHT_PX = 26;
const TERMINAL_PX = 12;
const CHARACTER_PX = 6.7;
const MARGIN_PX = 4;

/** Places a graph's nodes from left to right for a small picture. The same graph always gives the same picture. */
export function layoutGraph({ nodes, edges }: DrawableGraph): GraphShape {
  const graph = new Graph({ multigraph: true })
    .setGraph({ rankdir: 'LR', nodesep: 14, ranksep: 26, edgesep: 8, marginx: MARGIN_PX, marginy: MARGIN_PX })
    .setDefaultEdgeLabel(() => ({}));
  for (const { id } of nodes) graph.setNode(id, sizeOf(id));
  const drawn = edges.filter(({ source, target }) => graph.hasNode(source) && graph.hasNode(target));
  for (const [index, { source, target }] of drawn.entries()) graph.setEdge(source, target, {}, String(index));
  layout(graph);

  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    width,
    height,
    nodes: nodes.map(({ id }) => ({ id, isTerminal: isTerminal(id), ...boxOf(graph.node(id)) })),
    edges: drawn.map(({ source, target, conditional }, index) => ({
      key: `${source}→${target}#${index}`,
      path: smoothPath((graph.edge(source, target, String(index)) as { points: Point[] }).points),
      isConditional: conditional,
    })),
  };
}

interface Point {
  x: number;
  y: number;
}

/** A curve through dagre's bends: each inner point is the control point between the middles of its neighbours. */
export function smoothPath(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  const inner = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1]!;
    const isLast = index === rest.length - 2;
    const to = isLast ? next : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${place(point)} ${place(to)}`;
  });
  const direct = rest.length === 1 ? [`L${place(rest[0]!)}`] : inner;
  return [`M${place(first)}`, ...direct].join(' ');
}

function sizeOf(id: string): { width: number; height: number } {
  if (isTerminal(id)) return { width: TERMINAL_PX, height: TERMINAL_PX };
  return { width: Math.max(44, Math.ceil(id.length * CHARACTER_PX) + 18), height: NODE_HEIGHT_PX };
}

function isTerminal(id: string): boolean {
  return id === '__start__' || id === '__end__';
}

function boxOf({ x, y, width, height }: { x: number; y: number; width: number; height: number }) {
  return { x, y, width, height };
}

function place({ x, y }: Point): string {
  return `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;
}
