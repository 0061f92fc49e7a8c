import type { DrawableGraph } from '@/lib/contracts/debugger';
import { END } from '@/lib/inspect/path-activity';
import type { Point } from './edge-path';
import type { PlacedEdge } from './placed';

type DrawnEdge = DrawableGraph['edges'][number];

/** A few ways to the end are drawn as they are; every router without declared ways has one, which would bury a large graph. */
const MOST_WAYS_TO_END = 12;
const STUB_PX = 18;
const INSET_PX = 14;

/**
 * Edges to END that are drawn as stubs: those of nodes that also lead on, where there are many. The layout does without
 * them, since each would take its own lane through all rows below.
 */
export function findExits(edges: readonly DrawnEdge[], back: ReadonlySet<DrawnEdge>): Set<DrawnEdge> {
  const toEnd = edges.filter((edge) => edge.target === END);
  if (toEnd.length <= MOST_WAYS_TO_END) return new Set();
  const leadOn = new Set(edges.filter((edge) => edge.target !== END && !back.has(edge)).map((edge) => edge.source));
  return new Set(toEnd.filter((edge) => leadOn.has(edge.source)));
}

/** A short arrow out of the node's lower right. */
export function routeExit({ x, y, width, height }: Point & { width: number; height: number }) {
  const from = { x: x + width - INSET_PX, y: y + height };
  const to = { x: from.x, y: from.y + STUB_PX };
  return {
    path: `M${from.x},${from.y} L${to.x},${to.y}`,
    tip: { ...to, angle: 90 },
    labelAt: { x: to.x, y: to.y + 8 },
  } satisfies Pick<PlacedEdge, 'path' | 'tip' | 'labelAt'>;
}
