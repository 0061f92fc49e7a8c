import type { FrameFlowNode } from './frame-node';
import type { GhostFlowNode } from './ghost-node';
import type { GraphLayout } from './placed';
import type { TaskFlowNode } from './task-node';
import type { TerminalFlowNode } from './terminal-node';

type FlowNode = TaskFlowNode | TerminalFlowNode | FrameFlowNode | GhostFlowNode;

/** Frames lie behind the edges, an outer one behind an inner one. */
const FRAME_Z = -100;
export const EDGE_Z = -1;

/**
 * React Flow's nodes for a layout: made once, they never change with the selection.
 * @param inside paths of the nodes that hold a graph
 */
export function toFlow({ nodes }: GraphLayout, inside: ReadonlySet<string>): FlowNode[] {
  return nodes.map(({ id, name, kind, x, y, width, height, depth }) => ({
    id,
    type: kind,
    position: { x, y },
    width,
    height,
    data: { name, hasInside: inside.has(id) },
    ...(kind === 'frame' && { zIndex: FRAME_Z + depth }),
  }));
}
