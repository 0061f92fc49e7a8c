import type { NodeActivity } from '@/lib/inspect/node-activity';
import { formatCount, formatDuration } from '../../../components/ui/format';

export type NodeLook =
  | 'idle'
  | 'ran-before'
  | 'ran-here'
  | 'cached'
  | 'answered'
  | 'next'
  | 'running'
  | 'waiting'
  | 'failed'
  | 'cancelled';

/** One state a node is drawn in; what is worse or nearer to now wins. */
export function lookOf(activity: NodeActivity | undefined): NodeLook {
  if (!activity) return 'idle';
  if (activity.live) return 'running';
  if (activity.failed > 0) return 'failed';
  if (activity.interrupted > 0) return 'waiting';
  if (activity.cancelled > 0) return 'cancelled';
  if (activity.ranHere > 0) return lookOfRun(activity);
  if (activity.runsNext > 0) return 'next';
  return activity.timesRun > 0 ? 'ran-before' : 'idle';
}

function lookOfRun({ ranHere, cachedHere, answeredHere, mockedHere }: NodeActivity): NodeLook {
  if (answeredHere + mockedHere === ranHere) return 'answered';
  return cachedHere === ranHere ? 'cached' : 'ran-here';
}

/** How much the step shown is about the node: 3 when it is stuck or runs, 2 when it ran, 1 when it comes next, else 0. */
export function urgencyOf(activity: NodeActivity | undefined): number {
  switch (lookOf(activity)) {
    case 'running':
    case 'failed':
    case 'waiting':
    case 'cancelled':
      return 3;
    case 'ran-here':
    case 'cached':
    case 'answered':
      return 2;
    case 'next':
      return 1;
    default:
      return 0;
  }
}

/** The node's second line: `12× · 31 ms`, `running 3/12`, `asks`. */
export function detailOf(activity: NodeActivity | undefined): string {
  if (!activity) return 'not run';
  const parts: string[] = [];
  if (activity.live) parts.push('running');
  else if (activity.failed > 0) parts.push(activity.failed > 1 ? `${activity.failed} failed` : 'failed');
  else if (activity.interrupted > 0) parts.push('asks');
  else if (activity.cancelled > 0) parts.push('cancelled');
  else if (activity.runsNext > 0) parts.push('next');
  if (activity.cachedHere > 0) parts.push(`${countOf(activity.cachedHere, activity.ranHere)}cached`);
  parts.push(...storedTexts(activity));
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

/** For assistive technology, what is drawn: `node research, ran in this step, 3 runs, 120 ms`. */
export function describeNode(nodePath: string, activity: NodeActivity | undefined): string {
  const parts = [nameOf(nodePath), LOOK_TEXT[lookOf(activity)]];
  if (!activity) return parts.join(', ');
  const { live, ranHere, cachedHere, runsNext, timesRun, lastDurationMs } = activity;
  if (live && live.total > 1) parts.push(`${live.done} of ${live.total} done`);
  if (ranHere > 1) parts.push(`${ranHere} tasks`);
  if (cachedHere > 0 && cachedHere < ranHere) parts.push(`${cachedHere} cached`);
  parts.push(...storedTexts(activity));
  if (ranHere > 0 && runsNext > 0) parts.push('runs next');
  if (timesRun > 0) parts.push(formatCount(timesRun, 'run'));
  if (timesRun > 0 && lastDurationMs !== null) parts.push(formatDuration(lastDurationMs));
  return parts.join(', ');
}

/** What was taken over, or typed in: `2 reused`, `mocked`. */
function storedTexts({ ranHere, reusedHere, answeredHere, mockedHere }: NodeActivity): string[] {
  const reused = reusedHere + answeredHere;
  return [
    ...(reused > 0 ? [`${countOf(reused, ranHere)}reused`] : []),
    ...(mockedHere > 0 ? [`${countOf(mockedHere, ranHere)}mocked`] : []),
  ];
}

/** `node ask in child`: from the innermost name out. */
export function nameOf(nodePath: string): string {
  return `node ${nodePath.split('|').reverse().join(' in ')}`;
}

function countOf(part: number, whole: number): string {
  return part === whole ? '' : `${part} `;
}

const LOOK_TEXT: Record<NodeLook, string> = {
  idle: 'not run yet',
  'ran-before': 'ran before',
  'ran-here': 'ran in this step',
  cached: 'ran in this step, from the cache',
  answered: 'did not run in this step',
  next: 'runs next',
  running: 'running now',
  waiting: 'waits for an answer',
  failed: 'failed',
  cancelled: 'was cancelled',
};
