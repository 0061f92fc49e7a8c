import type { Task } from './task/task';

/** When a node's steps are milestones: the state that it starts from, the one that it leaves, or both. */
export type MilestoneTime = 'before' | 'after' | 'both';

/** Whether a state is one that a node marked by its `checkpoint` option: left by the tasks that ran, or met by the next. */
export function isMilestone(ran: readonly Task[], next: readonly Task[]): boolean {
  for (const { node } of ran) if (node.milestone === 'after' || node.milestone === 'both') return true;
  for (const { node } of next) if (node.milestone === 'before' || node.milestone === 'both') return true;
  return false;
}
