'use client';

import type { TaskDetails } from '@/lib/contracts/task-details';
import { useDebugger } from '../../debugger-model';

/** What the event stream tells of a task whose step is not saved yet. */
export function useTaskNow(task: TaskDetails): Pick<TaskDetails, 'status' | 'durationMs'> {
  const { timeline } = useDebugger();
  const live = task.isPending ? timeline.live.find(({ id }) => id === task.id) : undefined;
  if (live === undefined) return task;
  return { status: live.status, durationMs: live.durationMs ?? null };
}
