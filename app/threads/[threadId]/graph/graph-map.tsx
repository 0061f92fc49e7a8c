'use client';

import { MiniMap, type MiniMapNodeProps } from '@xyflow/react';
import { cx } from '@/app/components/ui/cx';
import { useIsSelected, useNodeActivity } from './graph-view';
import { MAP_COLOUR } from './look-classes';
import { lookOf } from './node-look';

/** The whole graph, small, with what is in sight; dragging moves it. */
export function GraphMap() {
  return (
    <MiniMap
      position="bottom-right"
      className="m-3! rounded-md border border-line-strong bg-surface!"
      style={SIZE}
      bgColor="var(--surface)"
      maskColor="color-mix(in srgb, var(--canvas) 45%, transparent)"
      maskStrokeColor="var(--now)"
      maskStrokeWidth={2}
      nodeComponent={MapNode}
      ariaLabel="Small map of the graph"
      pannable
      zoomable
    />
  );
}

const SIZE = { width: 168, height: 112 };

function MapNode({ id, x, y, width, height }: MiniMapNodeProps) {
  const look = lookOf(useNodeActivity(id));
  const isSelected = useIsSelected(id);
  return (
    <rect
      x={x}
      y={y}
      width={width}
      height={height}
      rx={10}
      // However small the map is, a node is a dot at least.
      vectorEffect="non-scaling-stroke"
      strokeWidth={isSelected ? 3 : 1.5}
      className={cx(MAP_COLOUR[look], isSelected && 'stroke-fg')}
    />
  );
}
