import { isInternalChannel } from '../channels/names';
import type { TimelineFilter, TimelineRow } from './branching';
import type { TaskRecord } from './checkpoint';
import { ERROR, INTERRUPT } from './checkpoint';
import type { Entry, MemoryLineage } from './memory-lineage';
import { matchesFilter } from './metadata-filter';
import { taskFlagsOf } from './task-flags';

export function timelineRow(lineage: MemoryLineage, entry: Entry): TimelineRow {
  const { metadata } = entry;
  const changed = entry.changed.filter(({ channel }) => !isInternalChannel(channel));
  return {
    checkpointId: entry.id,
    parentId: entry.parentId,
    branchId: entry.branchId,
    step: metadata.step,
    source: metadata.source,
    runId: metadata.run_id ?? null,
    createdAt: entry.createdAt,
    next: [...entry.next],
    tasks: entry.tasks.map(plainTask),
    changed: changed.map((value) => ({ channel: value.channel, bytes: value.sizeBytes() })),
    ...unfinishedTasks(lineage, entry),
  };
}

export function passes({ metadata, tasks }: Entry, filter: TimelineFilter = {}): boolean {
  const { node, metadata: wanted, ...own } = filter;
  return (
    matchesFilter(metadata, { ...wanted, ...own }) && (node === undefined || tasks.some((task) => task.node === node))
  );
}

function plainTask(task: TaskRecord): TaskRecord {
  const { id, node, path, startMs, durationMs, attempts, status, routes } = task;
  return {
    id,
    node,
    path: [...path],
    startMs,
    durationMs,
    attempts,
    status,
    ...taskFlagsOf(task),
    ...(routes && { routes }),
  };
}

/** Tasks without regular writes that failed, or that wait for an answer. */
export function unfinishedTasks(
  lineage: MemoryLineage,
  entry: Entry,
): Pick<TimelineRow, 'interruptedTasks' | 'failedTasks'> {
  const done = new Set<string>();
  const failed = new Set<string>();
  const interrupted = new Set<string>();
  for (const { taskId, index, write } of lineage.writes.at(entry)) {
    if (index >= 0) done.add(taskId);
    else if (write.channel === ERROR) failed.add(taskId);
    else if (write.channel === INTERRUPT) interrupted.add(taskId);
  }
  return {
    interruptedTasks: [...interrupted].filter((task) => !done.has(task) && !failed.has(task)),
    failedTasks: [...failed].filter((task) => !done.has(task)),
  };
}
