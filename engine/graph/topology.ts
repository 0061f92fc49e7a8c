import { END, START } from '../channels/names';
import type { Blueprint } from './blueprint';

/** A graph as plain data for drawing, in the shape of the LangGraph server's `/graph`. */
export interface Topology {
  nodes: TopologyNode[];
  edges: { source: string; target: string; data?: string; conditional: boolean }[];
}

export interface TopologyNode {
  id: string;
  type: 'schema' | 'runnable';
  data: unknown;
  metadata?: Record<string, unknown>;
}

export function topologyOf({ nodes, edges, schemas }: Blueprint): Topology {
  const drawn: TopologyNode[] = [{ id: START, type: 'schema', data: schemas.input }];
  for (const node of nodes.values()) {
    if (node.name === START) continue;
    const data = { id: ['langgraph', 'RunnableCallable'], name: node.name };
    drawn.push({ id: node.name, type: 'runnable', data, metadata: node.metadata });
  }
  drawn.push({ id: END, type: 'schema', data: schemas.output });
  return {
    nodes: drawn,
    edges: edges.map(({ source, target, conditional, label }) => ({
      source,
      target,
      ...(label !== undefined && { data: label }),
      conditional,
    })),
  };
}
