import { formatCount, formatDuration } from '@/app/components/ui/format';
import type { TimelineTask } from '@/lib/contracts/debugger';
import { TASK_STATUS } from './task-status';

/**
 * How a task went: `ran`, `31 ms`, `2 attempts`, `from the cache`. `pending` is the status of one that no step up to the one
 * shown made; `isStepOver` when the step that follows did.
 */
export function taskFacts(
  task: TimelineTask | null,
  pending: TimelineTask['status'] | null,
  isStepOver = false,
): string[] {
  if (!task && pending === 'done')
    return [isStepOver ? 'ran in the step that follows' : 'ran, waits for the others of its step'];
  if (!task) return [TASK_STATUS[pending ?? 'pending'].label];
  return [task.called ? 'called' : TASK_STATUS[task.status].label, formatDuration(task.durationMs), ...oddFacts(task)];
}

/** What was out of the ordinary: `from the cache`, `2 attempts`. */
export function oddFacts({
  attempts,
  cached,
  reused,
  handled,
  answered,
}: Partial<Pick<TimelineTask, 'attempts' | 'cached' | 'reused' | 'handled' | 'answered'>>): string[] {
  return [
    ...(answered === 'reused' ? ['did not run: its result on the original branch is reused'] : []),
    ...(answered === 'mocked' ? ['did not run: its result is mocked'] : []),
    ...(cached ? ['from the cache'] : []),
    ...(reused ? ['taken over from a run that was cut off'] : []),
    ...(handled ? ['failed, and its error handler answered'] : []),
    ...(attempts !== undefined && attempts > 1 ? [formatCount(attempts, 'attempt')] : []),
  ];
}
