import type { CheckpointTask, DrawableGraph, LiveTask, TimelineEntry } from '@/lib/contracts/debugger';
import type { History } from './history';
import { firstIndexFrom } from './lanes';
import { countNodes, pendingNodes, START } from './marks';

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

export const END = '__end__';

export function edgeKey(source: string, target: string): string {
  return `${source}→${target}`;
}

/**
 * Where on a path each node ran and each edge was taken, so that any position on it is answered by a search instead of
 * a walk. Totals are running sums.
 */
export interface PathActivity {
  path: readonly string[];
  nodes: ReadonlyMap<string, NodeRuns>;
  edges: ReadonlyMap<string, EdgeRuns>;
}

interface EdgeRuns {
  positions: number[];
  totals: number[];
}

interface NodeRuns extends EdgeRuns {
  durationsMs: number[];
}

export function indexActivity(history: History, graph: DrawableGraph, path: readonly string[]): PathActivity {
  const nodes = new Map<string, NodeRuns>();
  const edges = new Map<string, EdgeRuns>();
  const declared = sourcesByTarget(graph);
  const take = (sources: ReadonlySet<string>, target: string, position: number, count: number) => {
    for (const source of declared.get(target) ?? []) {
      if (!sources.has(source)) continue;
      add(
        getOrAdd(edges, edgeKey(source, target), () => ({ positions: [], totals: [] })),
        position,
        count,
      );
    }
  };
  let sources: ReadonlySet<string> = new Set();
  path.forEach((checkpointId, position) => {
    const entry = history.byId.get(checkpointId);
    if (!entry) return;
    const counts = finishedNodes(entry);
    for (const [node, count] of counts) {
      const runs = getOrAdd(nodes, node, () => ({ positions: [], totals: [], durationsMs: [] }));
      add(runs, position, count);
      runs.durationsMs.push(longest(entry, node));
      take(sources, node, position, count);
    }
    sources = sourcesAfter(entry, counts, sources);
    if (entry.next.length === 0) take(sources, END, position, 1);
  });
  return { path, nodes, edges };
}

/** What the graph shows at one position of a path. `pending` are the tasks of its loaded state, if it is loaded. */
export function activityAt(
  history: History,
  activity: PathActivity,
  position: number,
  now: { pending: readonly CheckpointTask[] | null; live: readonly LiveTask[] },
): GraphActivity {
  const nodes = new Map<string, NodeActivity>();
  const edges = new Map<string, EdgeActivity>();
  for (const [node, runs] of activity.nodes) {
    const last = firstIndexFrom(runs.positions, position + 1) - 1;
    if (last < 0) continue;
    const { total, here } = countsAt(runs, last, position);
    nodes.set(node, { ...IDLE, timesRun: total, ranHere: here, lastDurationMs: runs.durationsMs[last] ?? null });
  }
  for (const [key, runs] of activity.edges) {
    const last = firstIndexFrom(runs.positions, position + 1) - 1;
    if (last < 0) continue;
    const { total, here } = countsAt(runs, last, position);
    edges.set(key, { timesTaken: total, takenHere: here });
  }
  const shown = history.byId.get(activity.path[position] ?? '');
  if (!shown) return { nodes, edges };
  const at = (node: string) => getOrAdd(nodes, node, () => ({ ...IDLE }));
  for (const [node, count] of countNodes(shown.next)) at(node).runsNext = count;
  for (const node of troubledNodes(shown, now.pending, 'failed')) at(node).failed++;
  for (const node of troubledNodes(shown, now.pending, 'interrupted')) at(node).interrupted++;
  for (const [node, progress] of liveProgress(shown, now.live)) at(node).live = progress;
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

function add(runs: EdgeRuns, position: number, count: number): void {
  runs.positions.push(position);
  runs.totals.push((runs.totals.at(-1) ?? 0) + count);
}

function countsAt(runs: EdgeRuns, last: number, position: number): { total: number; here: number } {
  const total = runs.totals[last] ?? 0;
  return { total, here: runs.positions[last] === position ? total - (runs.totals[last - 1] ?? 0) : 0 };
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
