import { getViewportForBounds, type Viewport } from '@xyflow/react';
import type { GraphLayout, PlacedNode } from './placed';

interface Pane {
  width: number;
  height: number;
}

/** Room for the legend above and the buttons at the left. */
const PADDING = { top: '48px', bottom: '24px', left: '56px', right: '40px' } as const;
const TOP_PX = 56;
const MOST_ZOOM = 1.1;
export const LEAST_ZOOM = 0.02;
/** Names can just be made out. */
const READABLE_ZOOM = 0.35;
const READING_ZOOM = 0.6;
/** Above so many nodes there is a small map, so that the whole need not be in sight. */
export const MAP_ABOVE_NODES = 40;

/** All of a graph. By the layout's own bounds, since React Flow knows those of new nodes only later. */
export function wholeViewport({ width, height }: GraphLayout, pane: Pane): Viewport {
  return getViewportForBounds({ x: 0, y: 0, width, height }, pane.width, pane.height, LEAST_ZOOM, MOST_ZOOM, PADDING);
}

/** What is shown at first: all, or of a large graph that would be too small to read its beginning. */
export function firstViewport(layout: GraphLayout, pane: Pane): Viewport {
  const whole = wholeViewport(layout, pane);
  const [first] = layout.nodes;
  if (!first || whole.zoom >= READABLE_ZOOM || layout.nodes.length <= MAP_ABOVE_NODES) return whole;
  const x = pane.width / 2 - (first.x + first.width / 2) * READING_ZOOM;
  return { x, y: TOP_PX - first.y * READING_ZOOM, zoom: READING_ZOOM };
}

/** Some of a graph's nodes, or where they are too far apart to be read together the first; null for none. */
export function viewportOf(nodes: readonly PlacedNode[], pane: Pane): Viewport | null {
  if (nodes.length === 0) return null;
  const left = Math.min(...nodes.map((node) => node.x));
  const top = Math.min(...nodes.map((node) => node.y));
  const width = Math.max(...nodes.map((node) => node.x + node.width)) - left;
  const height = Math.max(...nodes.map((node) => node.y + node.height)) - top;
  const bounds = { x: left, y: top, width, height };
  const all = getViewportForBounds(bounds, pane.width, pane.height, LEAST_ZOOM, MOST_ZOOM, PADDING);
  return all.zoom >= READABLE_ZOOM || nodes.length === 1 ? all : viewportOf(nodes.slice(0, 1), pane);
}
