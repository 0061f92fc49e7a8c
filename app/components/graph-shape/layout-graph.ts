import { Graph, layout } from '@dagrejs/dagre';
import type { DrawableGraph } from '@/lib/contracts/debugger';

export interface GraphShape {
  width: number;
  /** Top of the picture: arcs of loops may reach above the nodes. */
  y: number;
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
const ARC_PX = 26;

/** Places a graph's nodes from left to right for a small picture. The same graph always gives the same picture. */
export function layoutGraph({ nodes, edges }: DrawableGraph): GraphShape {
  const graph = new Graph({ multigraph: true })
    .setGraph({ rankdir: 'LR', nodesep: 14, ranksep: 26, edgesep: 8, marginx: MARGIN_PX, marginy: MARGIN_PX })
    .setDefaultEdgeLabel(() => ({}));
  for (const { id } of nodes) graph.setNode(id, sizeOf(id));
  const drawn = edges.filter(({ source, target }) => graph.hasNode(source) && graph.hasNode(target));
  for (const [index, { source, target }] of drawn.entries()) graph.setEdge(source, target, {}, String(index));
  layout(graph);

  const boxes = new Map(nodes.map(({ id }) => [id, boxOf(graph.node(id))]));
  const shapes = drawn.map(({ source, target, conditional }, index) => ({
    key: `${source}→${target}#${index}`,
    path: edgePath(boxes.get(source)!, boxes.get(target)!, pointsOf(graph.edge(source, target, String(index)))),
    isConditional: conditional,
  }));
  const { width = 0, height = 0 } = graph.graph();
  const loops = drawn.filter(({ source, target }) => goesBack(boxes.get(source)!, boxes.get(target)!));
  // dagre counts nodes alone into the height: bends may lie beyond it.
  const bends = [...drawn.entries()].flatMap(([index, { source, target }]) =>
    pointsOf(graph.edge(source, target, String(index))).flatMap(({ y }) => [MARGIN_PX - y, y + MARGIN_PX - height]),
  );
  const room = Math.max(loops.length > 0 ? ARC_PX : 0, ...bends);
  return {
    width,
    // As much above as below, so that the nodes stay in the middle of the picture.
    y: -room,
    height: height + 2 * room,
    nodes: nodes.map(({ id }) => ({ id, isTerminal: isTerminal(id), ...boxes.get(id)! })),
    edges: shapes,
  };
}

type Box = Pick<ShapeNode, 'x' | 'y' | 'width' | 'height'>;

interface Point {
  x: number;
  y: number;
}

/** Forward edges follow dagre's bends; one that leads back arcs below, one to itself above. */
function edgePath(source: Box, target: Box, points: readonly Point[]): string {
  if (!goesBack(source, target)) return smoothPath(points);
  if (source === target) {
    const top = source.y - source.height / 2;
    const [left, right] = [source.x - 10, source.x + 10];
    return `M${place({ x: right, y: top })} C${place({ x: right + 14, y: top - ARC_PX })} ${place({ x: left - 14, y: top - ARC_PX })} ${place({ x: left, y: top })}`;
  }
  const [from, to] = [source.y + source.height / 2, target.y + target.height / 2];
  const depth = Math.max(from, to) + ARC_PX;
  return `M${place({ x: source.x, y: from })} C${place({ x: source.x, y: depth })} ${place({ x: target.x, y: depth })} ${place({ x: target.x, y: to })}`;
}

function goesBack(source: Box, target: Box): boolean {
  return target.x <= source.x;
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

function boxOf({ x = 0, y = 0, width = 0, height = 0 }: Partial<Box>): Box {
  return { x, y, width, height };
}

function pointsOf({ points = [] }: { points?: Point[] }): Point[] {
  return points;
}

function place({ x, y }: Point): string {
  return `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;
}
