import { isInternalChannel } from '../channels/names';
import { ERROR, INTERRUPT } from './checkpoint';
import type { Entry, MemoryLineage } from './memory-lineage';
import type { TimelineRow } from './saver';
import type { Serializer } from './serializer';
import { sizeOfStored } from './stored-value';

export function timelineRow(lineage: MemoryLineage, entry: Entry, serializer: Serializer): TimelineRow {
  const { metadata } = entry;
  const changed = Object.entries(entry.newVersions).filter(([channel]) => !isInternalChannel(channel));
  return {
    checkpointId: entry.id,
    parentId: entry.parentId,
    branchId: entry.branchId,
    step: metadata.step,
    source: metadata.source,
    runId: metadata.run_id ?? null,
    createdAt: Date.parse(entry.ts),
    next: [...entry.next],
    tasks: entry.tasks.map((task) => ({ ...task, path: [...task.path] })),
    changed: changed.map(([channel, version]) => {
      const stored = lineage.valueAt(channel, version);
      return { channel, bytes: stored === undefined ? 0 : sizeOfStored(stored, serializer) };
    }),
    ...unfinishedTasks(lineage, entry.id),
  };
}

/** Tasks without regular writes that failed, or that wait for an answer. */
function unfinishedTasks(
  lineage: MemoryLineage,
  checkpointId: string,
): Pick<TimelineRow, 'interruptedTasks' | 'failedTasks'> {
  const done = new Set<string>();
  const failed = new Set<string>();
  const interrupted = new Set<string>();
  for (const { taskId, index, write } of lineage.writesAt(checkpointId)) {
    if (index >= 0) done.add(taskId);
    else if (write.channel === ERROR) failed.add(taskId);
    else if (write.channel === INTERRUPT) interrupted.add(taskId);
  }
  return {
    interruptedTasks: [...interrupted].filter((task) => !done.has(task) && !failed.has(task)),
    failedTasks: [...failed].filter((task) => !done.has(task)),
  };
}
