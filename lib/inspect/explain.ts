import type { CheckpointState, TimelineEntry } from '@/lib/contracts/debugger';
import { START } from './marks';

/**
 * Who wrote a channel at this step: node names, or `edit` and `input`. The parent's finished tasks tell it exactly;
 * without them only a step with a single node can be explained.
 */
export function writersOf(channel: string, entry: TimelineEntry, parent: CheckpointState | null): string[] {
  if (entry.source === 'update') return ['edit'];
  if (entry.source === 'input') return ['input'];
  const nodes = [...new Set(entry.tasks.filter((task) => task.status === 'done').map((task) => task.node))];
  // START passes the input on.
  if (nodes.length === 1) return nodes[0] === START ? ['input'] : nodes;
  const wrote =
    parent?.tasks.filter((task) => task.result && Object.hasOwn(task.result, channel)).map((task) => task.name) ?? [];
  return [...new Set(wrote)];
}

/** A step's tasks took this long together, on the clock: from the first start to the last end. */
export function stepDurationMs(entry: TimelineEntry): number | null {
  const ran = entry.tasks.filter((task) => task.status === 'done' && task.startMs > 0);
  if (ran.length === 0) return null;
  let start = Number.POSITIVE_INFINITY;
  let end = 0;
  for (const task of ran) {
    start = Math.min(start, task.startMs);
    end = Math.max(end, task.startMs + task.durationMs);
  }
  return end - start;
}

export function writtenBytes(entry: TimelineEntry): number {
  return entry.changed.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** The nodes that ran in a step, the one that took longest first; a fan-out's tasks are one, by its longest. */
export function slowestTasks(entry: TimelineEntry): { node: string; count: number; durationMs: number }[] {
  const byNode = new Map<string, { node: string; count: number; durationMs: number }>();
  for (const { node, durationMs } of entry.tasks) {
    if (node === START) continue;
    const known = byNode.get(node) ?? { node, count: 0, durationMs: 0 };
    byNode.set(node, { node, count: known.count + 1, durationMs: Math.max(known.durationMs, durationMs) });
  }
  return [...byNode.values()].sort((a, b) => b.durationMs - a.durationMs);
}
