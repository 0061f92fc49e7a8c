import type { CheckpointTask, LiveTask, TimelineEntry } from '@/lib/contracts/debugger';
import type { CallOfTask, InsideCall } from '@/lib/contracts/inside';

/** Which tasks to look into: those of the step shown, or those that are pending now. */
export interface CallsToRead {
  calls: CallOfTask[];
  /** The tasks are still pending: what comes next in their graphs is what comes next. */
  isNow: boolean;
  /** Tasks of a large fan-out that are not looked into. */
  omitted: number;
}

const MOST_CALLS = 50;

interface Present {
  /** The newest checkpoint of the branch shown: what its pending tasks have come to is how it stands now. */
  isTip: boolean;
  pending: readonly CheckpointTask[] | null;
  live: readonly LiveTask[];
}

/** For a node of the root graph: tasks that run, ask or failed at a tip, else those that the step shown ran. */
export function callsAt(entry: TimelineEntry, node: string, { isTip, pending, live }: Present): CallsToRead {
  const isStuck = ({ status }: CheckpointTask) => status !== 'pending' && status !== 'done';
  const open = new Set([
    ...(pending ?? []).filter((task) => task.name === node && isStuck(task)).map((task) => task.id),
    ...live.filter((task) => task.checkpointId === entry.checkpointId && task.node === node).map((task) => task.id),
  ]);
  const isNow = isTip && open.size > 0;
  const ids = isNow ? [...open] : entry.tasks.filter((task) => task.node === node).map((task) => task.id);
  return toRead('', node, ids, isNow);
}

/** For a node of a graph inside, given what the calls of that graph did. */
export function callsWithin(outer: readonly InsideCall[], node: string, isNow: boolean): CallsToRead {
  const all = outer.map(({ namespace, entries }) => {
    const ended = entries.flatMap((entry) => entry.tasks.filter((task) => task.node === node).map((task) => task.id));
    const tip = entries.at(-1);
    const open = isNow && tip?.next.includes(node) ? [...tip.interruptedTasks, ...tip.failedTasks] : [];
    return toRead(namespace, node, [...ended, ...open], isNow);
  });
  const calls = all.flatMap((each) => each.calls);
  const omitted = all.reduce((sum, each) => sum + each.omitted, 0);
  return { calls: calls.slice(0, MOST_CALLS), isNow, omitted: omitted + Math.max(0, calls.length - MOST_CALLS) };
}

function toRead(namespace: string, node: string, taskIds: readonly string[], isNow: boolean): CallsToRead {
  const calls = taskIds.slice(0, MOST_CALLS).map((taskId) => ({ namespace, node, taskId }));
  return { calls, isNow, omitted: taskIds.length - calls.length };
}
