import type { FrameFlowNode } from './frame-node';
import type { GhostFlowNode } from './ghost-node';
import type { GraphLayout } from './placed';
import type { RouteFlowEdge } from './route-edge';
import type { TaskFlowNode } from './task-node';
import type { TerminalFlowNode } from './terminal-node';

export interface FlowElements {
  nodes: (TaskFlowNode | TerminalFlowNode | FrameFlowNode | GhostFlowNode)[];
  edges: RouteFlowEdge[];
}

/** Frames lie behind the edges, an outer one behind an inner one. */
const FRAME_Z = -100;

/**
 * React Flow's objects for a layout: made once, they never change with the selection.
 * @param inside paths of the nodes that hold a graph
 */
export function toFlow({ nodes, edges }: GraphLayout, inside: ReadonlySet<string>): FlowElements {
  return {
    nodes: nodes.map(({ id, name, kind, x, y, width, height, depth }) => ({
      id,
      type: kind,
      position: { x, y },
      width,
      height,
      data: { name, hasInside: inside.has(id) },
      ...(kind === 'frame' && { zIndex: FRAME_Z + depth }),
    })),
    edges: edges.map((placed) => ({
      id: placed.id,
      type: 'route',
      source: placed.source,
      target: placed.target,
      data: { placed },
    })),
  };
}
