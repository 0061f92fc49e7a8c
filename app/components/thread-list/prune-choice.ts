import type { PruneRule } from '@/lib/client/threads';

/** What a person chooses to let go. */
export interface PruneChoice {
  what: 'latest' | 'day' | 'week' | 'month';
  /** Also threads whose latest checkpoint is that old, as a whole. */
  takesWholeThreads: boolean;
}

export const PRUNE_LABELS: Record<PruneChoice['what'], string> = {
  latest: 'All but the latest of each branch',
  day: 'Older than a day',
  week: 'Older than a week',
  month: 'Older than 30 days',
};

const DAY_MS = 86_400_000;
const AGES_MS: Record<Exclude<PruneChoice['what'], 'latest'>, number> = {
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 30 * DAY_MS,
};

/** @param threadIds null: all threads. @param nowMs when the person asked, so that the deed takes what the preview told */
export function pruneRule(
  { what, takesWholeThreads }: PruneChoice,
  threadIds: string[] | null,
  nowMs: number,
): PruneRule {
  const scope = threadIds === null ? {} : { threadIds };
  if (what === 'latest') return { ...scope, keepLast: 1 };
  return { ...scope, olderThan: nowMs - AGES_MS[what], keepHeads: !takesWholeThreads };
}
