import type { DrawableGraph } from '@/lib/contracts/debugger';
import { placeGraph } from './place-graph';
import type { RouteFlowEdge } from './route-edge';
import type { TaskFlowNode } from './task-node';
import type { TerminalFlowNode } from './terminal-node';

export interface FlowElements {
  nodes: (TaskFlowNode | TerminalFlowNode)[];
  edges: RouteFlowEdge[];
}

/** React Flow's objects for a graph: made once, they never change with the selection. */
export function toFlow(graph: DrawableGraph): FlowElements {
  const { nodes, edges } = placeGraph(graph);
  return {
    nodes: nodes.map(({ id, isTerminal, x, y, width, height }) => ({
      id,
      type: isTerminal ? 'terminal' : 'task',
      position: { x, y },
      width,
      height,
      data: {},
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
