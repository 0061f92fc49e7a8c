import type { CheckpointPendingWrite, PendingWrite } from './checkpoint';
import { TASK_PATH } from './checkpoint';

/** What `putWrites` stores of a task whose engine told its path. */
export function withTaskPath(writes: readonly PendingWrite[], taskPath: string | undefined): readonly PendingWrite[] {
  return taskPath ? [...writes, [TASK_PATH, taskPath]] : writes;
}

/**
 * Writes in the order in which LangGraph.js applies them, whose DeltaChannels are made of them again: by the tasks' paths,
 * else as they are, by task id. The paths themselves are left out.
 */
export function inTaskOrder(writes: readonly CheckpointPendingWrite[]): CheckpointPendingWrite[] {
  const paths = new Map<string, string>();
  for (const [taskId, channel, path] of writes) if (channel === TASK_PATH) paths.set(taskId, path as string);
  if (paths.size === 0) return [...writes];
  const pathOf = ([taskId]: CheckpointPendingWrite): string => paths.get(taskId) ?? '';
  return writes
    .filter(([, channel]) => channel !== TASK_PATH)
    .sort((a, b) => (pathOf(a) === pathOf(b) ? 0 : pathOf(a) < pathOf(b) ? -1 : 1));
}
