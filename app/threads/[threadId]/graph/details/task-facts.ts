import type { TimelineTask } from '@/lib/contracts/debugger';
import { formatCount, formatDuration } from '../../../../components/ui/format';

/** How a task went: `ran`, `31 ms`, `2 attempts`, `cached`. `pending` is the status of one that is not over. */
export function taskFacts(task: TimelineTask | null, pending: TimelineTask['status'] | null): string[] {
  if (!task) return [PENDING_TEXT[pending ?? 'pending']];
  const { status, durationMs, attempts, cached, reused, handled, called } = task;
  return [
    called ? 'called' : status === 'done' ? 'ran' : STATUS_TEXT[status],
    formatDuration(durationMs),
    ...(attempts > 1 ? [formatCount(attempts, 'attempt')] : []),
    ...(cached ? ['from the cache'] : []),
    ...(reused ? ['taken over from a run that was cut off'] : []),
    ...(handled ? ['failed, and its error handler answered'] : []),
  ];
}

const STATUS_TEXT: Record<TimelineTask['status'], string> = {
  pending: 'pending',
  running: 'running',
  done: 'ran',
  failed: 'failed',
  interrupted: 'asked',
  cancelled: 'was cancelled',
};

const PENDING_TEXT: Record<TimelineTask['status'], string> = {
  pending: 'runs next',
  running: 'running now',
  done: 'finished, waits for the others of its step',
  failed: 'failed here',
  interrupted: 'asks here',
  cancelled: 'was cancelled here',
};
