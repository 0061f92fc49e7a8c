import type { GraphShape } from '@/lib/contracts/origin';

type Edge = GraphShape['edges'][number];

/** What a graph has now and did not have then, and the other way round. */
export interface TopologyDiff {
  addedNodes: string[];
  removedNodes: string[];
  addedEdges: Edge[];
  removedEdges: Edge[];
}

/** An edge that came to be conditional, or to have another label, is one that went and one that came. */
export function diffTopology(then: GraphShape, now: GraphShape): TopologyDiff {
  return {
    addedNodes: without(now.nodes, then.nodes, String),
    removedNodes: without(then.nodes, now.nodes, String),
    addedEdges: without(now.edges, then.edges, edgeKey),
    removedEdges: without(then.edges, now.edges, edgeKey),
  };
}

/** One line for each kind of difference, nodes before edges: `node added: check`. */
export function describeTopologyDiff(diff: TopologyDiff): string[] {
  const edges = (list: Edge[]) => list.map(edgeText);
  return [
    sentence('node', diff.addedNodes, 'added'),
    sentence('node', diff.removedNodes, 'removed'),
    sentence('edge', edges(diff.addedEdges), 'added'),
    sentence('edge', edges(diff.removedEdges), 'removed'),
  ].flatMap((text) => text ?? []);
}

const NAMED = 5;

function sentence(noun: string, names: string[], how: string): string | null {
  if (names.length === 0) return null;
  const rest = names.length - NAMED;
  const named = names.slice(0, NAMED).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
  return `${names.length === 1 ? noun : `${noun}s`} ${how}: ${named}`;
}

function edgeText({ from, to, label, conditional }: Edge): string {
  return `${nodeText(from)} → ${nodeText(to)}${label === undefined ? '' : ` (${label})`}${conditional ? ', conditional' : ''}`;
}

function nodeText(id: string): string {
  return id === '__start__' ? 'start' : id === '__end__' ? 'end' : id;
}

function edgeKey({ from, to, label, conditional }: Edge): string {
  return JSON.stringify([from, to, label ?? null, conditional ?? false]);
}

function without<Item>(items: readonly Item[], others: readonly Item[], keyOf: (item: Item) => string): Item[] {
  const known = new Set(others.map(keyOf));
  return items.filter((item) => !known.has(keyOf(item)));
}
