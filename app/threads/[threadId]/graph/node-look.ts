import type { NodeActivity } from '@/lib/inspect/node-activity';
import { formatDuration } from '../../../components/ui/format';

export type NodeLook = 'idle' | 'ran-before' | 'ran-here' | 'next' | 'running' | 'waiting' | 'failed';

/** One state a node is drawn in; what is worse or nearer to now wins. */
export function lookOf(activity: NodeActivity | undefined): NodeLook {
  if (!activity) return 'idle';
  if (activity.live) return 'running';
  if (activity.failed > 0) return 'failed';
  if (activity.interrupted > 0) return 'waiting';
  if (activity.ranHere > 0) return 'ran-here';
  if (activity.runsNext > 0) return 'next';
  return activity.timesRun > 0 ? 'ran-before' : 'idle';
}

/** The node's second line: `12× · 31 ms`, `running 3/12`, `asks`. */
export function detailOf(activity: NodeActivity | undefined): string {
  if (!activity) return 'not run';
  const parts: string[] = [];
  if (activity.live) parts.push('running');
  else if (activity.failed > 0) parts.push(activity.failed > 1 ? `${activity.failed} failed` : 'failed');
  else if (activity.interrupted > 0) parts.push('asks');
  else if (activity.runsNext > 0) parts.push('next');
  if (activity.timesRun > 0) parts.push(`${activity.timesRun.toLocaleString('en')}×`);
  if (activity.timesRun > 0 && activity.lastDurationMs !== null) parts.push(formatDuration(activity.lastDurationMs));
  return parts.length > 0 ? parts.join(' · ') : 'not run';
}

/** Tasks of a fan-out: done of all, at the top right. Nothing for a single task. */
export function progressOf(activity: NodeActivity | undefined): string | null {
  if (!activity) return null;
  if (activity.live) return activity.live.total > 1 ? `${activity.live.done}/${activity.live.total}` : null;
  if (activity.ranHere > 1) return `×${activity.ranHere}`;
  return activity.runsNext > 1 ? `×${activity.runsNext}` : null;
}

/** For assistive technology: what the colours and borders say. */
export function describeNode(nodeId: string, activity: NodeActivity | undefined): string {
  return `${nodeId}: ${LOOK_TEXT[lookOf(activity)]}, ${detailOf(activity)}`;
}

const LOOK_TEXT: Record<NodeLook, string> = {
  idle: 'not run yet',
  'ran-before': 'ran before',
  'ran-here': 'ran in this step',
  next: 'runs next',
  running: 'running now',
  waiting: 'waits for an answer',
  failed: 'failed',
};
