import { Graph, layout } from '@dagrejs/dagre';
import type { DrawableGraph } from '@/lib/contracts/debugger';
import { START } from '@/lib/inspect/marks';
import { END, edgeKey } from '@/lib/inspect/node-activity';

import { findBackEdges, routeBack } from './back-edges';
import { type Point, smoothPath } from './edge-path';

export interface PlacedNode {
  id: string;
  isTerminal: boolean;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface PlacedEdge {
  id: string;
  source: string;
  target: string;
  isConditional: boolean;
  label: string | null;
  path: string;
  /** Where the arrow's tip is, and which way it points, in degrees. */
  tip: Point & { angle: number };
  labelAt: Point;
}

export interface GraphLayout {
  nodes: PlacedNode[];
  edges: PlacedEdge[];
}

const NODE = { width: 184, height: 50 };
const TERMINAL = { width: 34, height: 34 };
const CHAR_WIDTH_PX = 7;

/** The same structure is laid out once: scrubbing and live events can never move a node. */
export function placeGraph(graph: DrawableGraph): GraphLayout {
  const key = structureOf(graph);
  const known = layouts.get(key);
  if (known) return known;
  const made = runDagre(graph);
  layouts.set(key, made);
  return made;
}

const layouts = new Map<string, GraphLayout>();

function structureOf({ nodes, edges }: DrawableGraph): string {
  return JSON.stringify([
    nodes.map((node) => node.id),
    edges.map((edge) => [edge.source, edge.target, edge.conditional, edge.data ?? null]),
  ]);
}

function runDagre(graph: DrawableGraph): GraphLayout {
  const dagre = new Graph({ multigraph: true });
  dagre.setGraph({ rankdir: 'TB', nodesep: 56, ranksep: 46, edgesep: 28, marginx: 24, marginy: 24 });
  dagre.setDefaultEdgeLabel(() => ({}));
  for (const node of graph.nodes) dagre.setNode(node.id, { ...sizeOf(node.id) });
  const drawn = graph.edges.filter((edge) => dagre.hasNode(edge.source) && dagre.hasNode(edge.target));
  const back = findBackEdges({ nodes: graph.nodes, edges: drawn });
  drawn.forEach((edge, index) => {
    if (!back.has(edge)) dagre.setEdge(edge.source, edge.target, labelBox(edge.data), String(index));
  });
  layout(dagre);

  const nodes = graph.nodes.map(({ id }): PlacedNode => {
    const { x, y } = dagre.node(id) as Point;
    const size = sizeOf(id);
    return { id, isTerminal: isTerminal(id), x: x - size.width / 2, y: y - size.height / 2, ...size };
  });
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const nodeOf = (id: string) => byId.get(id) as PlacedNode;
  const wayPoints = dagre.edges().flatMap((edge) => (dagre.edge(edge) as DagreEdge).points);
  let turn = 0;
  const edges = drawn.map((edge, index): PlacedEdge => {
    const route = back.has(edge)
      ? routeBack(nodeOf(edge.source), nodeOf(edge.target), { nodes, wayPoints, turn: turn++ })
      : routeDown(dagre.edge(edge.source, edge.target, String(index)) as DagreEdge);
    return {
      id: `${edgeKey(edge.source, edge.target)}#${index}`,
      source: edge.source,
      target: edge.target,
      isConditional: edge.conditional,
      label: edge.data ?? null,
      ...route,
    };
  });
  return { nodes, edges };
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

/** Room that the layout keeps for a label. */
function labelBox(label: string | undefined): Record<string, unknown> {
  return label ? { width: label.length * CHAR_WIDTH_PX + 12, height: 18, labelpos: 'c' } : {};
}

function isTerminal(id: string): boolean {
  return id === START || id === END;
}

function sizeOf(id: string): { width: number; height: number } {
  if (isTerminal(id)) return TERMINAL;
  return { ...NODE, width: Math.max(NODE.width, id.length * 8 + 72) };
}
