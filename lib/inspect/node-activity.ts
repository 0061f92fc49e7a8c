import type { CheckpointTask, DrawableGraph, LiveTask, TimelineEntry } from '@/lib/contracts/debugger';
import { getOrAdd } from './get-or-add';
import { type History, indexHistory } from './history';
import { firstIndexFrom } from './lanes';
import { countNodes, pendingNodes, START } from './marks';
import { type EdgeRuns, indexOnce, type PathActivity } from './path-activity';

/** What one node is about at the selected checkpoint. Counts are tasks. */
export interface NodeActivity {
  ranHere: number;
  /** Of these, results that came from the cache, or that an earlier, cut-off run had stored. */
  cachedHere: number;
  reusedHere: number;
  /** Of these, for which the node did not run: results of the original branch, and typed in ones. */
  answeredHere: number;
  mockedHere: number;
  runsNext: number;
  failed: number;
  interrupted: number;
  cancelled: number;
  /** Over the whole path from the root to here. */
  timesRun: number;
  /** Of the last step in which it ran, on this path; of several tasks the longest. */
  lastDurationMs: number | null;
  /** Present while tasks of this node run on the tip that is shown. */
  live: LiveProgress | null;
}

export interface LiveProgress {
  running: number;
  done: number;
  total: number;
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

/** `pending` are the tasks of the checkpoint's loaded state, if it is loaded. */
export interface Present {
  pending: readonly CheckpointTask[] | null;
  live: readonly LiveTask[];
}

/** What the graph shows at one position of a path. Costs what the graph has, not what the path has. */
export function activityAt(
  history: History,
  activity: PathActivity,
  position: number,
  { pending, live }: Present,
): GraphActivity {
  const nodes = new Map<string, NodeActivity>();
  const edges = new Map<string, EdgeActivity>();
  for (const [node, runs] of activity.nodes) {
    const last = lastRun(runs, position);
    if (last < 0) continue;
    const { total, here } = countsAt(runs, last, position);
    nodes.set(node, { ...IDLE, timesRun: total, ranHere: here, lastDurationMs: runs.durationsMs[last] ?? null });
  }
  for (const [key, runs] of activity.edges) {
    const last = lastRun(runs, position);
    if (last < 0) continue;
    const { total, here } = countsAt(runs, last, position);
    edges.set(key, { timesTaken: total, takenHere: here });
  }
  const shown = history.byId.get(activity.path[position] ?? '');
  if (shown) {
    markStored(nodes, shown);
    addComing(nodes, shown, { pending, live });
  }
  return { nodes, edges };
}

/**
 * What a graph inside a node did in the step shown, of all its calls together: each the call's own checkpoints, oldest
 * first. `isNow`: the calls are of tasks that are still pending, so that what comes next in them is shown as well.
 */
export function activityInside(
  graph: DrawableGraph,
  calls: readonly (readonly TimelineEntry[])[],
  isNow: boolean,
): GraphActivity {
  const nodes = new Map<string, NodeActivity>();
  const edges = new Map<string, EdgeActivity>();
  for (const entries of calls) {
    const history = indexHistory(entries, []);
    const index = indexOnce(history, graph, [...history.byId.keys()]);
    for (const [node, { totals, durationsMs }] of index.nodes) {
      const at = getOrAdd(nodes, node, () => ({ ...IDLE }));
      at.timesRun += totals.at(-1) ?? 0;
      at.ranHere = at.timesRun;
      at.lastDurationMs = durationsMs.at(-1) ?? null;
    }
    for (const [key, { totals }] of index.edges) {
      const timesTaken = (edges.get(key)?.timesTaken ?? 0) + (totals.at(-1) ?? 0);
      edges.set(key, { timesTaken, takenHere: Math.min(1, timesTaken) });
    }
    for (const entry of entries) markStored(nodes, entry);
    const tip = entries.at(-1);
    if (tip && isNow) addComing(nodes, tip, { pending: null, live: [] });
  }
  return { nodes, edges };
}

/** The same, with the objects of `before` for what is equal: whoever compares by identity sees only what changed. */
export function keepEqual(before: GraphActivity, { nodes, edges }: GraphActivity): GraphActivity {
  return { nodes: keepEqualValues(before.nodes, nodes), edges: keepEqualValues(before.edges, edges) };
}

const IDLE: NodeActivity = {
  ranHere: 0,
  cachedHere: 0,
  reusedHere: 0,
  answeredHere: 0,
  mockedHere: 0,
  runsNext: 0,
  failed: 0,
  interrupted: 0,
  cancelled: 0,
  timesRun: 0,
  lastDurationMs: null,
  live: null,
};

function addComing(nodes: Map<string, NodeActivity>, shown: TimelineEntry, { pending, live }: Present): void {
  const at = (node: string) => getOrAdd(nodes, node, () => ({ ...IDLE }));
  for (const [node, count] of countNodes(shown.next)) at(node).runsNext += count;
  for (const node of troubledNodes(shown, pending, 'failed')) at(node).failed++;
  for (const node of troubledNodes(shown, pending, 'interrupted')) at(node).interrupted++;
  for (const task of pending ?? []) if (task.status === 'cancelled') at(task.name).cancelled++;
  for (const [node, progress] of liveProgress(shown, live)) at(node).live = progress;
}

function markStored(nodes: ReadonlyMap<string, NodeActivity>, { tasks }: TimelineEntry): void {
  for (const { node, cached, reused, answered } of tasks) {
    const at = nodes.get(node);
    if (!at || node === START) continue;
    if (answered === 'reused') at.answeredHere++;
    else if (answered === 'mocked') at.mockedHere++;
    else if (cached) at.cachedHere++;
    else if (reused) at.reusedHere++;
  }
}

function lastRun(runs: EdgeRuns, position: number): number {
  return firstIndexFrom(runs.positions, position + 1) - 1;
}

function countsAt(runs: EdgeRuns, last: number, position: number): { total: number; here: number } {
  const total = runs.totals[last] ?? 0;
  return { total, here: runs.positions[last] === position ? total - (runs.totals[last - 1] ?? 0) : 0 };
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

function liveProgress(entry: TimelineEntry, live: readonly LiveTask[]): Map<string, LiveProgress> {
  const progress = new Map<string, LiveProgress>();
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

function keepEqualValues<Value extends object>(
  before: ReadonlyMap<string, Value>,
  after: ReadonlyMap<string, Value>,
): Map<string, Value> {
  const kept = new Map<string, Value>();
  for (const [key, value] of after) {
    const known = before.get(key);
    kept.set(key, known && isEqual(known, value) ? known : value);
  }
  return kept;
}

function isEqual<Value extends object>(a: Value, b: Value): boolean {
  for (const key in b) {
    const [one, other] = [a[key], b[key]];
    if (one !== other && !(isRecord(one) && isRecord(other) && isEqual(one, other))) return false;
  }
  return true;
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
