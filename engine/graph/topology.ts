import { END, START } from '../channels/names';
import type { Blueprint } from './blueprint';
import type { MermaidOptions } from './mermaid';
import { mermaidOf } from './mermaid';

export interface TopologyNode {
  id: string;
  type: 'schema' | 'runnable';
  data: unknown;
  metadata?: Record<string, unknown>;
}

export interface TopologyEdge {
  source: string;
  target: string;
  data?: string;
  conditional: boolean;
}

/** A graph for drawing. As JSON it has the shape of the LangGraph server's `/graph`. */
export class Topology {
  nodes: TopologyNode[];
  edges: TopologyEdge[];
  /** The graph's, when it was compiled with one. */
  declare version?: string;

  constructor(nodes: TopologyNode[], edges: TopologyEdge[], version?: string) {
    this.nodes = nodes;
    this.edges = edges;
    if (version !== undefined) this.version = version;
  }

  /** The text of a Mermaid flowchart: conditional edges dotted, subgraphs as clusters. */
  drawMermaid(options?: MermaidOptions): string {
    return mermaidOf(this, options);
  }
}

interface TopologyOptions {
  /** How many levels of subgraphs to draw in place of their nodes; `true` for all. */
  xray: boolean | number;
  version: string | undefined;
}

export function topologyOf({ nodes, edges, schemas }: Blueprint, { xray, version }: TopologyOptions): Topology {
  const topology = new Topology([{ id: START, type: 'schema', data: schemas.input }], edges.map(drawnEdge), version);
  const depth = xray === true ? Number.POSITIVE_INFINITY : Number(xray);
  for (const { name, metadata, subgraphs } of nodes.values()) {
    if (name === START) continue;
    const [graph, ...others] = subgraphs;
    if (graph && others.length === 0 && depth > 0) {
      insert(topology, name, graph.getGraph({ xray: depth - 1 }));
      continue;
    }
    const data = graph
      ? { id: ['langgraph', 'pregel', 'CompiledStateGraph'], name: graph.getName() }
      : { id: ['langgraph', 'RunnableCallable'], name };
    topology.nodes.push({ id: name, type: 'runnable', data, metadata });
  }
  topology.nodes.push({ id: END, type: 'schema', data: schemas.output });
  return topology;
}

function drawnEdge({ source, target, conditional, label }: Blueprint['edges'][number]): TopologyEdge {
  return { source, target, ...(label !== undefined && { data: label }), conditional };
}

/** Puts a subgraph in the place of its node: what led to the node leads to where the subgraph begins, and so on. */
function insert(topology: Topology, node: string, inner: Topology): void {
  const inside = (id: string) => `${node}:${id}`;
  const entry = onlyEdge(inner, 'source', START);
  const exit = onlyEdge(inner, 'target', END);
  const cut = [entry, exit].filter((edge) => edge !== undefined);
  const removed = new Set([entry && START, exit && END]);
  const begin = inside(entry?.target ?? START);
  const end = inside(exit?.source ?? END);
  for (const edge of topology.edges) {
    if (edge.source === node) edge.source = end;
    if (edge.target === node) edge.target = begin;
  }
  for (const part of inner.nodes) if (!removed.has(part.id)) topology.nodes.push({ ...part, id: inside(part.id) });
  for (const edge of inner.edges) {
    if (cut.includes(edge)) continue;
    topology.edges.push({ ...edge, source: inside(edge.source), target: inside(edge.target) });
  }
}

/**
 * The plain edge that alone touches START (or END), so that they may be left out. A subgraph that begins at several
 * nodes, or only may begin at one, keeps its START.
 */
function onlyEdge({ edges }: Topology, side: 'source' | 'target', terminal: string): TopologyEdge | undefined {
  const [edge, ...others] = edges.filter((candidate) => candidate[side] === terminal);
  const isTrimmable =
    edge && others.length === 0 && !edge.conditional && !(edge.source === START && edge.target === END);
  return isTrimmable ? edge : undefined;
}
