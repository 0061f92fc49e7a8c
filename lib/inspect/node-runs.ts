import type { TimelineEntry, TimelineTask } from '@/lib/contracts/debugger';
import { firstIndexFrom } from './lanes';
import type { PathActivity } from './path-activity';

/** Between the names of a node's path into graphs inside graphs: `child|ask`. */
export const INSIDE = '|';

/** The node of the root graph that a path of nodes begins with. */
export function rootNodeOf(nodePath: string): string {
  return nodePath.split(INSIDE, 1)[0] as string;
}

/** True for a step that the node made, or at which it failed, asks or asked. A path into a graph inside counts as its root node. */
export function concernsNode(entry: TimelineEntry, nodePath: string): boolean {
  const node = rootNodeOf(nodePath);
  if (entry.tasks.some((task) => task.node === node)) return true;
  const isStuck = entry.failedTasks.length > 0 || entry.interruptedTasks.length > 0;
  return isStuck && entry.next.includes(node);
}

/** Positions of the path at which the node ran, ascending. */
export function runPositions(activity: PathActivity, node: string): readonly number[] {
  return activity.nodes.get(node)?.positions ?? [];
}

/** Index among the runs of the one at `position`, else of the last before it; -1 before the first. */
export function runIndexAt(positions: readonly number[], position: number): number {
  return firstIndexFrom(positions, position + 1) - 1;
}

export interface RunSummaryOfStep {
  tasks: readonly TimelineTask[];
  /** Of several tasks the longest. */
  durationMs: number;
  /** Of several tasks the most. */
  attempts: number;
}

/** One node's tasks in a step. */
export function runIn(entry: TimelineEntry, node: string): RunSummaryOfStep {
  const tasks = entry.tasks.filter((task) => task.node === node);
  let durationMs = 0;
  let attempts = 0;
  for (const task of tasks) {
    durationMs = Math.max(durationMs, task.durationMs);
    attempts = Math.max(attempts, task.attempts);
  }
  return { tasks, durationMs, attempts };
}
