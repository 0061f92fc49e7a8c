'use client';

import { useId, useMemo } from 'react';
import type { DrawableGraph } from '@/lib/contracts/debugger';
import { layoutGraph } from './layout-graph';

/** A small picture of a graph. Only declared edges are drawn; conditional ones are dashed. */
export function GraphShape({ graph, label }: { graph: DrawableGraph; label: string }) {
  const shape = useMemo(() => layoutGraph(graph), [graph]);
  const arrow = useId();
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 ${shape.y} ${shape.width} ${shape.height}`}
      className="h-full max-h-full w-full max-w-full"
      style={{ maxWidth: shape.width, maxHeight: shape.height }}
    >
      <defs>
        <marker
          id={arrow}
          viewBox="0 0 6 6"
          refX="5.5"
          refY="3"
          markerWidth="6"
          markerHeight="6"
          orient="auto-start-reverse"
        >
          <path d="M0,0.5 L5.5,3 L0,5.5 Z" className="fill-control-line" />
        </marker>
      </defs>
      {shape.edges.map((edge) => (
        <path
          key={edge.key}
          d={edge.path}
          markerEnd={`url(#${arrow})`}
          className="fill-none stroke-control-line"
          strokeWidth={1.1}
          strokeDasharray={edge.isConditional ? '3.5 3' : undefined}
        />
      ))}
      {shape.nodes.map((node) =>
        node.isTerminal ? (
          <circle
            key={node.id}
            cx={node.x}
            cy={node.y}
            r={node.width / 2 - 1}
            className={node.id === '__start__' ? 'fill-control-line' : 'fill-surface stroke-control-line'}
            strokeWidth={1.6}
          />
        ) : (
          <g key={node.id}>
            <rect
              x={node.x - node.width / 2}
              y={node.y - node.height / 2}
              width={node.width}
              height={node.height}
              rx={5}
              className="fill-raised stroke-line-strong"
            />
            <text x={node.x} y={node.y + 4} textAnchor="middle" className="fill-fg font-mono text-2xs">
              {node.id}
            </text>
          </g>
        ),
      )}
    </svg>
  );
}
