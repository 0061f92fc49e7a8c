import { Graph, layout } from '@dagrejs/dagre';
import type { DrawableGraph } from '@/lib/contracts/debugger';
import { edgeKey } from '@/lib/inspect/path-activity';
import { findBackEdges, routeBack } from './back-edges';
import { type Point, pointsOf, shiftPath, smoothPath } from './edge-path';
import { findExits, routeExit } from './exits';
import type { PlacedEdge } from './placed';

export interface Size {
  width: number;
  height: number;
}

export interface Box extends Size {
  id: string;
  x: number;
  y: number;
}

export interface PlacedLevel extends Size {
  boxes: Box[];
  edges: PlacedEdge[];
}

const CHAR_WIDTH_PX = 7;
/** Above so many nodes the exact ranking takes longer than it is worth. */
const EXACT_UP_TO = 150;

/** One graph without what is inside its nodes; the top left corner of all that is drawn is 0,0. `ranksep` is in pixels. */
export function placeLevel(graph: DrawableGraph, sizes: ReadonlyMap<string, Size>, ranksep: number): PlacedLevel {
  const dagre = new Graph({ multigraph: true });
  const ranker = graph.nodes.length > EXACT_UP_TO ? 'tight-tree' : 'network-simplex';
  dagre.setGraph({ rankdir: 'TB', nodesep: 56, ranksep, edgesep: 28, marginx: 0, marginy: 0, ranker });
  dagre.setDefaultEdgeLabel(() => ({}));
  for (const [id, size] of sizes) dagre.setNode(id, { ...size });
  const drawn = graph.edges.filter((edge) => dagre.hasNode(edge.source) && dagre.hasNode(edge.target));
  const back = findBackEdges({ nodes: graph.nodes, edges: drawn });
  const exits = findExits(drawn, back);
  drawn.forEach((edge, index) => {
    if (!back.has(edge) && !exits.has(edge))
      dagre.setEdge(edge.source, edge.target, labelBox(edge.data), String(index));
  });
  layout(dagre);

  const boxes = [...sizes].map(([id, size]): Box => {
    const { x, y } = dagre.node(id) as Point;
    return { id, x: x - size.width / 2, y: y - size.height / 2, ...size };
  });
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const boxOf = (id: string) => byId.get(id) as Box;
  const wayPoints = dagre.edges().flatMap((edge) => (dagre.edge(edge) as DagreEdge).points);
  let turn = 0;
  const routes = drawn.map((edge, index) => {
    const route = exits.has(edge)
      ? routeExit(boxOf(edge.source))
      : back.has(edge)
        ? routeBack(boxOf(edge.source), boxOf(edge.target), { boxes, wayPoints, turn: turn++ })
        : routeDown(dagre.edge(edge.source, edge.target, String(index)) as DagreEdge);
    return {
      id: `${edgeKey(edge.source, edge.target)}#${index}`,
      source: edge.source,
      target: edge.target,
      isConditional: edge.conditional,
      label: exits.has(edge) ? labelOfExit(edge.data) : (edge.data ?? null),
      ...route,
    };
  });
  const { left, top, right, bottom } = extentOf(boxes, routes);
  const origin = { x: -left, y: -top };
  return {
    boxes: boxes.map((box) => ({ ...box, x: box.x + origin.x, y: box.y + origin.y })),
    edges: routes.map((route) => shiftEdge(route, origin)),
    width: right - left,
    height: bottom - top,
  };
}

export function shiftEdge(edge: PlacedEdge, by: Point): PlacedEdge {
  return {
    ...edge,
    path: shiftPath(edge.path, by),
    tip: { ...edge.tip, x: edge.tip.x + by.x, y: edge.tip.y + by.y },
    labelAt: { x: edge.labelAt.x + by.x, y: edge.labelAt.y + by.y },
  };
}

interface DagreEdge {
  points: Point[];
  x?: number;
  y?: number;
}

function routeDown({ points, x, y }: DagreEdge): Pick<PlacedEdge, 'path' | 'tip' | 'labelAt'> {
  const middle = points[Math.floor(points.length / 2)] as Point;
  return { ...smoothPath(points), labelAt: { x: x ?? middle.x, y: y ?? middle.y } };
}

/** All that is drawn. A curve stays within its control points, which are in its path. */
function extentOf(boxes: readonly Box[], routes: readonly PlacedEdge[]) {
  const extent = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  const include = (left: number, top: number, right: number, bottom: number) => {
    extent.left = Math.min(extent.left, left);
    extent.top = Math.min(extent.top, top);
    extent.right = Math.max(extent.right, right);
    extent.bottom = Math.max(extent.bottom, bottom);
  };
  for (const { x, y, width, height } of boxes) include(x, y, x + width, y + height);
  for (const { path, label, labelAt } of routes) {
    for (const { x, y } of pointsOf(path)) include(x, y, x, y);
    const half = ((label?.length ?? 0) * CHAR_WIDTH_PX) / 2;
    if (label) include(labelAt.x - half, labelAt.y, labelAt.x + half, labelAt.y);
  }
  return boxes.length === 0 ? { left: 0, top: 0, right: 0, bottom: 0 } : extent;
}

function labelOfExit(label: string | undefined): string {
  return label === undefined ? 'end' : `${label} → end`;
}

/** Room that the layout keeps for a label. */
function labelBox(label: string | undefined): Record<string, unknown> {
  return label ? { width: label.length * CHAR_WIDTH_PX + 12, height: 18, labelpos: 'c' } : {};
}
