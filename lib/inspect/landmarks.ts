import type { TimelineEntry } from '@/lib/contracts/debugger';
import type { History } from './history';

/** What Shift and an arrow stop at: a question, a failure, or a milestone of the graph. */
function isLandmark(entry: TimelineEntry): boolean {
  return entry.failedTasks.length > 0 || entry.interruptedTasks.length > 0 || entry.milestone === true;
}

/**
 * The nearest landmark on a path before or after a position; undefined when there is none.
 * @param hits what a search found, which counts too
 */
export function nextLandmark(
  history: History,
  path: readonly string[],
  { position, direction, hits }: { position: number; direction: -1 | 1; hits: ReadonlySet<string> },
): string | undefined {
  for (let at = position + direction; at >= 0 && at < path.length; at += direction) {
    const entry = history.byId.get(path[at] as string);
    if (entry && (isLandmark(entry) || hits.has(entry.checkpointId))) return entry.checkpointId;
  }
  return undefined;
}
