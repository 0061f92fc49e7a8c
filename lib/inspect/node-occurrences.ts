import type { CheckpointTask, TimelineEntry, TimelineTask } from '@/lib/contracts/debugger';
import type { InsideCall } from '@/lib/contracts/inside';

/** One task of a node at the step shown, and where its input and what it wrote are stored. */
export interface Occurrence {
  taskId: string;
  place: StatePlace;
  /** How it went; null while it is pending. */
  task: TimelineTask | null;
}

/** The checkpoint at which the task was, or is, pending. */
export interface StatePlace {
  /** Of a graph inside; empty for the root's. */
  namespace: string;
  checkpointId: string;
}

/** Of a node of the root graph: tasks that the step ran, then those that are pending at it. */
export function occurrencesAt(
  entry: TimelineEntry,
  node: string,
  pending: readonly CheckpointTask[] | null,
): Occurrence[] {
  const next = (pending ?? []).filter((task) => task.name === node);
  return [
    ...tasksOf(entry, node, ''),
    ...next.map(({ id }) => ({ taskId: id, place: { namespace: '', checkpointId: entry.checkpointId }, task: null })),
  ];
}

/** Of a node of a graph inside: its tasks in all calls, and `isNow` those that ask or failed at their ends. */
export function occurrencesInside(calls: readonly InsideCall[], node: string, isNow: boolean): Occurrence[] {
  return calls.flatMap(({ namespace, entries }) => {
    const ran = entries.flatMap((entry) => tasksOf(entry, node, namespace));
    const tip = entries.at(-1);
    if (!isNow || !tip?.next.includes(node)) return ran;
    const place = { namespace, checkpointId: tip.checkpointId };
    const stuck = [...tip.interruptedTasks, ...tip.failedTasks];
    return [...ran, ...stuck.map((taskId) => ({ taskId, place, task: null }))];
  });
}

function tasksOf({ parentId, tasks }: TimelineEntry, node: string, namespace: string): Occurrence[] {
  if (parentId === null) return [];
  const place = { namespace, checkpointId: parentId };
  return tasks.filter((task) => task.node === node).map((task) => ({ taskId: task.id, place, task }));
}
