import type { PendingWrite, Send, StateTask, TaskRecord } from '@/engine';
import {
  ANSWERED,
  INTERRUPT,
  isCallPath,
  isInternalChannel,
  isResultChannel,
  nodeOfBranch,
  RESUME,
  START,
  TASKS,
} from '@/engine';
import type { RecordedResult } from '@/engine/testing';
import type { ServedGraph } from '@/lib/graphs/served-graph';
import type { RecordedBranch } from './branch-rows';
import { refused } from './refused';

/** Tasks of a step that are nodes, in their order. */
export function nodesOf(tasks: readonly TaskRecord[]): TaskRecord[] {
  return tasks.filter(({ node, path }) => node !== START && !isCallPath(path));
}

/** What each task gave, the first of each node first; of the tip's, what became of those that failed or wait. */
export function resultsOf(
  { rows, writes }: RecordedBranch,
  pending: readonly StateTask[],
  graph: ServedGraph,
): Map<string, RecordedResult[]> {
  const results = new Map<string, RecordedResult[]>();
  const add = (node: string, result: RecordedResult) => {
    const known = results.get(node);
    if (known) known.push(result);
    else results.set(node, [result]);
  };
  for (const row of rows) {
    for (const task of nodesOf(row.tasks)) {
      const written = writes.get(task.id);
      if (written === undefined) {
        throw refused(`what "${task.node}" gave at step ${row.step} is not stored`, 'Run it once more, and save that.');
      }
      add(task.node, resultOf(task.node, written, task, graph));
    }
  }
  for (const task of pending) {
    const result = pendingResult(task, writes.get(task.id) ?? [], graph);
    if (result !== null) add(task.name, result);
  }
  return results;
}

function pendingResult(task: StateTask, written: PendingWrite[], graph: ServedGraph): RecordedResult | null {
  if (task.status === 'done') return resultOf(task.name, written, null, graph);
  const asked = answersIn(written).map(() => null);
  const [question, another] = task.interrupts;
  if (another !== undefined) {
    throw refused(`"${task.name}" waits for several answers at once inside of it`, 'Answer them, and save that.');
  }
  if (question !== undefined) return { asks: [...asked, question.value] };
  if (task.error === undefined) return null;
  const { name, message } = task.error;
  return { ...(asked.length > 0 && { asks: asked }), throws: { name, message } };
}

/** @param task null for a task of an unfinished step, of which no record was made */
function resultOf(
  node: string,
  written: readonly PendingWrite[],
  task: TaskRecord | null,
  graph: ServedGraph,
): RecordedResult {
  if (written.some(([channel]) => isResultChannel(channel))) {
    throw refused('its graph is a function made by entrypoint()', 'A test needs the nodes of a StateGraph.');
  }
  const state = written.filter(([channel]) => !isInternalChannel(channel));
  const goto = gotoOf(node, written, task, graph);
  const asks = answersIn(written).map((_, index, all) => (index === all.length - 1 ? lastQuestion(written) : null));
  return {
    ...(asks.length > 0 && { asks }),
    ...(state.length > 0 && { update: isSingly(state) ? Object.fromEntries(state) : state }),
    ...(goto.length > 0 && { goto: goto.length === 1 && typeof goto[0] === 'string' ? goto[0] : goto }),
  };
}

function isSingly(writes: readonly PendingWrite[]): boolean {
  return new Set(writes.map(([channel]) => channel)).size === writes.length;
}

/** Where the node's own Command went. What routers chose is left to the routers. */
function gotoOf(
  node: string,
  written: readonly PendingWrite[],
  task: TaskRecord | null,
  graph: ServedGraph,
): (string | Send)[] {
  const sends = written.flatMap(([channel, value]) => (channel === TASKS ? [value as Send] : []));
  const first = task?.routes?.[0];
  if (first) {
    if (first.router !== null) return [];
    const sent = first.answers.reduce((sum, answer) => sum + answer.sends, 0);
    return [...first.answers.flatMap(({ to, sends: count }) => (count === 0 ? [to] : [])), ...sends.slice(0, sent)];
  }
  if (graph.getRouters(node).length > 0) return [];
  const fixed = graph
    .getGraph()
    .edges.flatMap((edge) => (edge.source === node && !edge.conditional ? [edge.target] : []));
  const targets = written.flatMap(([channel]) => nodeOfBranch(channel) ?? []);
  return [...targets.filter((target) => !fixed.includes(target)), ...sends];
}

/** Answers to the task's own questions. Those of a graph inside lie there. */
export function answersIn(written: readonly PendingWrite[]): unknown[] {
  const found = written.find(([channel]) => channel === RESUME)?.[1];
  return Array.isArray(found) ? found : [];
}

/** True for a task whose graph inside was asked something. */
export function wasAnsweredInside(written: readonly PendingWrite[]): boolean {
  return written.some(([channel]) => channel === ANSWERED);
}

/** Of several questions of one task the last one is stored. */
function lastQuestion(written: readonly PendingWrite[]): unknown {
  const found = written.find(([channel]) => channel === INTERRUPT)?.[1];
  const [question] = Array.isArray(found) ? (found as { value?: unknown }[]) : [];
  return question?.value ?? null;
}
