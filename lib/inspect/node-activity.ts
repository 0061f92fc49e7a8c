import type { CheckpointTask, DrawableGraph, LiveTask, TimelineEntry } from '@/lib/contracts/debugger';
import type { History } from './history';
import { countNodes, pendingNodes } from './marks';

/** What one node is about at the selected checkpoint. Counts are tasks. */
export interface NodeActivity {
  ranHere: number;
  runsNext: number;
  failed: number;
  interrupted: number;
  /** Over the whole path from the root to here. */
  timesRun: number;
  /** Of the last step in which it ran, on this path; of several tasks the longest. */
  lastDurationMs: number | null;
  /** Present while tasks of this node run on the tip that is shown. */
  live: { running: number; done: number; total: number } | null;
}

export interface EdgeActivity {
  /** Tasks that this edge started in the step shown. */
  takenHere: number;
  /** Tasks that it started over the path. */
  timesTaken: number;
}

export interface GraphActivity {
  nodes: ReadonlyMap<string, NodeActivity>;
  /** By `source→target`. */
  edges: ReadonlyMap<string, EdgeActivity>;
}

export const START = '__start__';
export const END = '__end__';

export function edgeKey(source: string, target: string): string {
  return `${source}→${target}`;
}

/** What the graph shows at a checkpoint: `path` leads from the root to it. */
export function graphActivity(
  history: History,
  graph: DrawableGraph,
  path: readonly string[],
  pending: readonly CheckpointTask[] | null,
  live: readonly LiveTask[],
): GraphActivity {
  const nodes = new Map<string, NodeActivity>();
  const edges = new Map<string, EdgeActivity>();
  const declared = sourcesByTarget(graph);
  const at = (node: string) => getOrAdd(nodes, node, () => ({ ...IDLE }));
  let sources: ReadonlySet<string> = new Set();
  let shown: TimelineEntry | undefined;
  path.forEach((checkpointId, index) => {
    const entry = history.byId.get(checkpointId);
    if (!entry) return;
    const isHere = index === path.length - 1;
    const counts = finishedNodes(entry);
    for (const [node, count] of counts) {
      const activity = at(node);
      activity.timesRun += count;
      if (isHere) activity.ranHere = count;
      activity.lastDurationMs = longest(entry, node);
      takeEdges(edges, declared.get(node), sources, node, { count, isHere });
    }
    sources = sourcesAfter(entry, counts, sources);
    if (isHere && entry.next.length === 0) takeEdges(edges, declared.get(END), sources, END, { count: 1, isHere });
    shown = entry;
  });
  if (shown) {
    for (const [node, count] of countNodes(shown.next)) at(node).runsNext = count;
    for (const node of troubledNodes(shown, pending, 'failed')) at(node).failed++;
    for (const node of troubledNodes(shown, pending, 'interrupted')) at(node).interrupted++;
    for (const [node, progress] of liveProgress(shown, live)) at(node).live = progress;
  }
  return { nodes, edges };
}

const IDLE: NodeActivity = {
  ranHere: 0,
  runsNext: 0,
  failed: 0,
  interrupted: 0,
  timesRun: 0,
  lastDurationMs: null,
  live: null,
};

function finishedNodes(entry: TimelineEntry): Map<string, number> {
  return countNodes(
    entry.tasks.filter((task) => task.status === 'done' && task.node !== START).map((task) => task.node),
  );
}

/** The nodes whose edges lead to the next step. An edit or a copy leaves those of the step that it stands on. */
function sourcesAfter(
  entry: TimelineEntry,
  counts: Map<string, number>,
  before: ReadonlySet<string>,
): ReadonlySet<string> {
  if (counts.size > 0) return new Set(counts.keys());
  if (entry.source === 'update' || entry.source === 'fork') return before;
  return new Set([START]);
}

function takeEdges(
  edges: Map<string, EdgeActivity>,
  declaredSources: readonly string[] | undefined,
  ran: ReadonlySet<string>,
  target: string,
  taken: { count: number; isHere: boolean },
): void {
  for (const source of declaredSources ?? []) {
    if (!ran.has(source)) continue;
    const edge = getOrAdd(edges, edgeKey(source, target), () => ({ takenHere: 0, timesTaken: 0 }));
    edge.timesTaken += taken.count;
    if (taken.isHere) edge.takenHere = taken.count;
  }
}

function sourcesByTarget(graph: DrawableGraph): Map<string, string[]> {
  const sources = new Map<string, string[]>();
  for (const edge of graph.edges) getOrAdd(sources, edge.target, () => []).push(edge.source);
  return sources;
}

function longest(entry: TimelineEntry, node: string): number {
  let durationMs = 0;
  for (const task of entry.tasks) if (task.node === node && task.durationMs > durationMs) durationMs = task.durationMs;
  return durationMs;
}

/** The loaded state names its tasks; until it is there, the light timeline does, where it can. */
function troubledNodes(
  entry: TimelineEntry,
  pending: readonly CheckpointTask[] | null,
  status: 'failed' | 'interrupted',
): string[] {
  const ids = status === 'failed' ? entry.failedTasks : entry.interruptedTasks;
  if (ids.length === 0) return [];
  if (!pending) return pendingNodes(entry, ids);
  return pending.filter((task) => task.status === status).map((task) => task.name);
}

function liveProgress(
  entry: TimelineEntry,
  live: readonly LiveTask[],
): Map<string, { running: number; done: number; total: number }> {
  const progress = new Map<string, { running: number; done: number; total: number }>();
  const totals = countNodes(entry.next);
  for (const task of live) {
    if (task.checkpointId !== entry.checkpointId) continue;
    const at = getOrAdd(progress, task.node, () => ({ running: 0, done: 0, total: totals.get(task.node) ?? 0 }));
    if (task.status === 'running') at.running++;
    if (task.status === 'done') at.done++;
    at.total = Math.max(at.total, at.running + at.done);
  }
  for (const [node, at] of progress) if (at.running === 0) progress.delete(node);
  return progress;
}

function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
