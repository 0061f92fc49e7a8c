import type { PendingWrite } from '@/engine';
import type { RunsContext } from './context';

/** What is stored with checkpoints as written by tasks, by the task. A Command given as input writes under NULL_TASK_ID. */
export async function readTaskWrites(
  { store }: RunsContext,
  threadId: string,
  checkpointIds: string[],
): Promise<Map<string, PendingWrite[]>> {
  const byTask = new Map<string, PendingWrite[]>();
  for (const { writes } of await store.saver.readWrites(threadId, checkpointIds)) {
    for (const [taskId, channel, value] of writes) {
      const own = byTask.get(taskId);
      if (own) own.push([channel, value]);
      else byTask.set(taskId, [[channel, value]]);
    }
  }
  return byTask;
}
