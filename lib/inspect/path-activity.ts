import type { DrawableGraph, TimelineEntry, TimelineTask } from '@/lib/contracts/debugger';
import { getOrAdd } from './get-or-add';
import type { History } from './history';
import { countNodes, START } from './marks';

export const END = '__end__';

export function edgeKey(source: string, target: string): string {
  return `${source}→${target}`;
}

/**
 * Where on a path each node ran and each edge was taken, so that any position on it is answered by a search instead of
 * a walk. Totals are running sums.
 * I1. What a checkpoint tells of its own step never changes, so that a position is indexed once.
 * I2. A longer path adds behind what is there; positions that are indexed stay as they are.
 */
export interface PathActivity {
  graph: DrawableGraph;
  path: readonly string[];
  nodes: ReadonlyMap<string, NodeRuns>;
  edges: ReadonlyMap<string, EdgeRuns>;
  /** Nodes that the graph does not have, though they ran on the path or would have, in the order met. */
  ghosts: readonly Ghost[];
}

export interface EdgeRuns {
  positions: number[];
  totals: number[];
}

export interface NodeRuns extends EdgeRuns {
  durationsMs: number[];
}

export interface Ghost {
  node: string;
  /** `function`: a task function's calls, which no graph declares. `lost`: the graph had the node when it ran. */
  kind: 'function' | 'lost';
}

/** The index of a path. One that goes on from the path that was last indexed for the same graph costs what is new. */
export function indexActivity(history: History, graph: DrawableGraph, path: readonly string[]): PathActivity {
  const known = latest.get(graph);
  const made = extendIndex(known && leadsOn(known.path, path) ? known : newIndex(graph), history, path);
  latest.set(graph, made);
  return made;
}

/** The same, of a path that is not asked for again and again. */
export function indexOnce(history: History, graph: DrawableGraph, path: readonly string[]): PathActivity {
  return extendIndex(newIndex(graph), history, path);
}

function extendIndex(index: GrowingIndex, history: History, path: readonly string[]): GrowingIndex {
  for (let position = index.path.length; position < path.length; position++) {
    const entry = history.byId.get(path[position] as string);
    if (entry) addPosition(index, entry, position);
  }
  return { ...index, path, ghosts: index.ghosts.length === index.ghostKinds.size ? index.ghosts : ghostsOf(index) };
}

interface GrowingIndex extends PathActivity {
  nodes: Map<string, NodeRuns>;
  edges: Map<string, EdgeRuns>;
  declared: ReadonlyMap<string, readonly string[]>;
  known: ReadonlySet<string>;
  ghostKinds: Map<string, Ghost['kind']>;
  /** The nodes whose edges lead to the next step. */
  sources: { nodes: ReadonlySet<string> };
}

const latest = new WeakMap<DrawableGraph, GrowingIndex>();

function newIndex(graph: DrawableGraph): GrowingIndex {
  return {
    graph,
    path: [],
    nodes: new Map(),
    edges: new Map(),
    ghosts: [],
    declared: sourcesByTarget(graph),
    known: new Set([START, END, ...graph.nodes.map((node) => node.id)]),
    ghostKinds: new Map(),
    sources: { nodes: new Set() },
  };
}

/** A checkpoint has one parent, so that equal ends mean equal paths. */
function leadsOn(known: readonly string[], path: readonly string[]): boolean {
  return known.length > 0 && known[0] === path[0] && known.at(-1) === path[known.length - 1];
}

function addPosition(index: GrowingIndex, entry: TimelineEntry, position: number): void {
  const counts = finishedNodes(entry);
  for (const [node, count] of counts) {
    const runs = getOrAdd(index.nodes, node, () => ({ positions: [], totals: [], durationsMs: [] }));
    add(runs, position, count);
    runs.durationsMs.push(longest(entry, node));
    take(index, node, position, count);
  }
  index.sources.nodes = sourcesAfter(entry, counts, index.sources.nodes);
  if (entry.next.length === 0) take(index, END, position, 1);
  for (const task of entry.tasks) noteGhost(index, task.node, task.called ? 'function' : 'lost');
  for (const node of entry.next) noteGhost(index, node, 'lost');
}

function noteGhost({ known, ghostKinds }: GrowingIndex, node: string, kind: Ghost['kind']): void {
  if (!known.has(node) && !ghostKinds.has(node)) ghostKinds.set(node, kind);
}

function ghostsOf({ ghostKinds }: GrowingIndex): Ghost[] {
  return Array.from(ghostKinds, ([node, kind]) => ({ node, kind }));
}

function take({ declared, sources, edges }: GrowingIndex, target: string, position: number, count: number): void {
  for (const source of declared.get(target) ?? []) {
    if (!sources.nodes.has(source)) continue;
    add(
      getOrAdd(edges, edgeKey(source, target), () => ({ positions: [], totals: [] })),
      position,
      count,
    );
  }
}

function add(runs: EdgeRuns, position: number, count: number): void {
  runs.positions.push(position);
  runs.totals.push((runs.totals.at(-1) ?? 0) + count);
}

/** An edit or a copy leaves those of the step that it stands on. */
function sourcesAfter(
  entry: TimelineEntry,
  counts: Map<string, number>,
  before: ReadonlySet<string>,
): ReadonlySet<string> {
  if (counts.size > 0) return new Set(counts.keys());
  if (entry.source === 'update' || entry.source === 'fork') return before;
  return new Set([START]);
}

function sourcesByTarget(graph: DrawableGraph): Map<string, string[]> {
  const sources = new Map<string, string[]>();
  for (const edge of graph.edges) {
    const known = getOrAdd(sources, edge.target, () => []);
    // Several routes between two nodes are one place to come from.
    if (!known.includes(edge.source)) known.push(edge.source);
  }
  return sources;
}

/** Tasks of a step that did all that they had to, by node; START passes the input on and is none. */
function finishedNodes(entry: TimelineEntry): Map<string, number> {
  return countNodes(entry.tasks.filter(isFinished).map((task) => task.node));
}

function isFinished(task: TimelineTask): boolean {
  return task.status === 'done' && task.node !== START;
}

function longest(entry: TimelineEntry, node: string): number {
  let durationMs = 0;
  for (const task of entry.tasks) if (task.node === node && task.durationMs > durationMs) durationMs = task.durationMs;
  return durationMs;
}
