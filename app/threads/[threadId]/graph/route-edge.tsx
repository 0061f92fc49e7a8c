'use client';

import { type Edge, EdgeLabelRenderer, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { cx } from '@/app/components/ui/cx';
import { useEdgeActivity } from './graph-view';
import type { PlacedEdge } from './placed';

export type RouteFlowEdge = Edge<{ placed: PlacedEdge }, 'route'>;

/** A declared edge along the layout's own route. Conditional: dashed. Taken in this step: in the colour of now. */
export const RouteEdge = memo(function RouteEdge({ data }: EdgeProps<RouteFlowEdge>) {
  const placed = data?.placed;
  const activity = useEdgeActivity(placed?.source ?? '', placed?.target ?? '');
  if (!placed) return null;
  const look = activity?.takenHere ? 'here' : activity ? 'before' : 'idle';
  const [labelX, labelY] = [placed.labelAt.x + placed.origin.x, placed.labelAt.y + placed.origin.y];
  const label = labelOf(placed.label, activity?.takenHere ?? 0);
  return (
    <>
      <g transform={`translate(${placed.origin.x},${placed.origin.y})`}>
        <path
          d={placed.path}
          fill="none"
          className={LINE[look]}
          strokeWidth={look === 'here' ? 2 : 1.25}
          strokeDasharray={placed.isConditional ? '5 4' : undefined}
        />
        <path
          d="M0,0 L-8,-4 L-8,4 Z"
          transform={`translate(${placed.tip.x},${placed.tip.y}) rotate(${placed.tip.angle})`}
          className={TIP[look]}
        />
      </g>
      {label !== null && (
        <EdgeLabelRenderer>
          <span
            className={cx(
              'absolute rounded-sm bg-canvas px-1 font-mono text-2xs',
              look === 'here' ? 'text-now' : 'text-fg-3',
            )}
            style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
          >
            {label}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
});

const LINE = { here: 'stroke-now', before: 'stroke-fg-3', idle: 'stroke-line-strong' };
const TIP = { here: 'fill-now', before: 'fill-fg-3', idle: 'fill-line-strong' };

function labelOf(declared: string | null, takenHere: number): string | null {
  if (takenHere > 1) return declared ? `${declared} ×${takenHere}` : `Send ×${takenHere}`;
  return declared;
}
