import { memo } from 'react';
import { tipPath } from './edge-path';
import { useRouteParts } from './graph-view';
import type { PlacedEdge } from './placed';

/** Over the lines of the graph: where the node whose details are open went, and, dim, where it could have gone. */
export const RouteEdges = memo(function RouteEdges({ edges }: { edges: readonly PlacedEdge[] }) {
  const parts = useRouteParts(edges);
  return edges.map((edge, index) => {
    const part = parts[index];
    if (!part) return null;
    const look = part === 'taken' ? TAKEN : DIMMED;
    return (
      <g key={edge.id} data-route={part} opacity={look.opacity}>
        <path d={edge.path} fill="none" className={look.line} strokeWidth={look.width} />
        <path d={tipPath(edge.tip)} className={look.tip} />
      </g>
    );
  });
});

/** A veil of the ground's colour: the lines below are drawn together, and can't be dimmed one by one. */
const DIMMED = { line: 'stroke-canvas', tip: 'fill-canvas', width: 3, opacity: 0.65 };
const TAKEN = { line: 'stroke-now', tip: 'fill-now', width: 2, opacity: 1 };
