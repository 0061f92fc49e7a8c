import type { DrawableGraph } from '@/lib/contracts/debugger';
import { START } from '@/lib/inspect/marks';
import { INSIDE } from '@/lib/inspect/node-runs';
import { END } from '@/lib/inspect/path-activity';
import type { LayoutRequest } from './layout-request';
import { placeLevel, type Size, shiftEdge } from './place-level';
import type { GraphLayout, PlacedEdge, PlacedNode } from './placed';

const NODE = { width: 184, height: 50 };
const TERMINAL = { width: 34, height: 34 };
const TERMINAL_INSIDE = { width: 26, height: 26 };
const NAME_PX = 8;
const FRAME = { left: 12, top: 30, right: 12, bottom: 12 };
const RANK_GAP = { outside: 46, inside: 32 };
const GHOST_GAP = { x: 72, y: 20 };

/**
 * Places a graph from top to bottom. A graph that is opened inside a node is placed by itself, and its node then takes the
 * room that this needs: so opening one moves only what is beside and below, and the inside never changes with what is around.
 */
export function placeGraph({ graph, open, ghosts }: LayoutRequest): GraphLayout {
  const layout = placeWithin({ graph, prefix: '', depth: 0 }, open);
  return addGhosts(layout, ghosts);
}

interface Level {
  graph: DrawableGraph;
  /** In front of the names: `child|`. */
  prefix: string;
  depth: number;
}

function placeWithin({ graph, prefix, depth }: Level, open: ReadonlyMap<string, DrawableGraph>): GraphLayout {
  const insides = new Map<string, GraphLayout>();
  for (const { id } of graph.nodes) {
    const inner = open.get(prefix + id);
    if (!inner) continue;
    insides.set(id, placeWithin({ graph: inner, prefix: prefix + id + INSIDE, depth: depth + 1 }, open));
  }
  const sizes = new Map(graph.nodes.map(({ id }) => [id, sizeOf(id, depth, insides.get(id))]));
  const {
    boxes,
    edges: routes,
    width,
    height,
  } = placeLevel(graph, sizes, depth === 0 ? RANK_GAP.outside : RANK_GAP.inside);
  const nodes: PlacedNode[] = [];
  const edges: PlacedEdge[] = routes.map((route) => ({
    ...route,
    id: prefix + route.id,
    source: prefix + route.source,
    target: prefix + route.target,
  }));
  for (const { id, ...box } of boxes) {
    const inside = insides.get(id);
    nodes.push({ id: prefix + id, name: id, kind: inside ? 'frame' : kindOf(id), depth, ...box });
    if (inside) embed({ nodes, edges }, inside, { x: box.x + FRAME.left, y: box.y + FRAME.top });
  }
  return { nodes, edges, width, height };
}

function embed(
  { nodes, edges }: Pick<GraphLayout, 'nodes' | 'edges'>,
  inside: GraphLayout,
  by: { x: number; y: number },
) {
  for (const node of inside.nodes) nodes.push({ ...node, x: node.x + by.x, y: node.y + by.y });
  for (const edge of inside.edges) edges.push(shiftEdge(edge, by));
}

/** Ghosts stand apart at the right, in columns as high as the graph: they must not move what is declared. */
function addGhosts(layout: GraphLayout, ghosts: readonly string[]): GraphLayout {
  if (ghosts.length === 0) return layout;
  const rows = Math.max(3, Math.floor(layout.height / (NODE.height + GHOST_GAP.y)));
  const width = Math.max(...ghosts.map((name) => sizeOf(name, 0).width));
  const top = Math.min(...layout.nodes.map((node) => node.y)) + TERMINAL.height + GHOST_GAP.y;
  const nodes = ghosts.map((name, index): PlacedNode => {
    const column = Math.floor(index / rows);
    const x = layout.width + GHOST_GAP.x + column * (width + GHOST_GAP.y);
    const y = top + (index % rows) * (NODE.height + GHOST_GAP.y);
    return { id: name, name, kind: 'ghost', depth: 0, x, y, width, height: NODE.height };
  });
  const right = Math.max(...nodes.map((node) => node.x + node.width));
  return { ...layout, nodes: [...layout.nodes, ...nodes], width: right };
}

function kindOf(name: string): PlacedNode['kind'] {
  return name === START || name === END ? 'terminal' : 'task';
}

function sizeOf(name: string, depth: number, inside?: GraphLayout): Size {
  if (kindOf(name) === 'terminal') return depth === 0 ? TERMINAL : TERMINAL_INSIDE;
  const width = Math.max(NODE.width, name.length * NAME_PX + 72);
  if (!inside) return { width, height: NODE.height };
  return {
    width: Math.max(width, inside.width + FRAME.left + FRAME.right),
    height: inside.height + FRAME.top + FRAME.bottom,
  };
}
