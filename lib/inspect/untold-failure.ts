import type { RunSummary, TimelineEntry } from '@/lib/contracts/debugger';
import { lastRunOf } from './run-options';

interface Shown {
  branchId: string | null;
  /** Of the branch; null while it has none. */
  tip: TimelineEntry | null;
  runs: readonly RunSummary[];
}

/**
 * The run whose failure no task tells: it ended before its first checkpoint, or for a reason that is no node's, such as its
 * recursion limit. One that came to no branch is told on every branch, until another run is newer. Null where all is told.
 */
export function untoldFailure({ branchId, tip, runs }: Shown): RunSummary | null {
  const run = lastOfAll(runs)?.branchId === null ? lastOfAll(runs) : lastRunOf(runs, branchId);
  if (run?.status !== 'error' || run.error === null) return null;
  if (tip === null) return run;
  const isTold = run.branchId !== null && tip.failedTasks.length > 0;
  return isTold || tip.createdAt > run.updatedAt ? null : run;
}

function lastOfAll(runs: readonly RunSummary[]): RunSummary | null {
  return runs.reduce<RunSummary | null>((last, run) => (last && last.createdAt > run.createdAt ? last : run), null);
}
