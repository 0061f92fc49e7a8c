import type { RunSummary, ThreadDisplayStatus, ThreadSummary, TimelineEntry } from '@/lib/contracts/debugger';
import { isHeld, lastRunOf, liveRunOf } from './run-options';

export interface BranchStatus {
  status: ThreadDisplayStatus;
  /** Why its last run ended early, e.g. `server_stopped`; `pausing` while it runs and will pause; null otherwise. */
  reason: string | null;
  /** Its last run, where that is what stopped it. */
  stoppedRun: RunSummary | null;
}

interface BranchSituation {
  branchId: string | null;
  isHead: boolean;
  /** Null while the branch has no checkpoint that is known here. */
  tip: TimelineEntry | null;
  runs: readonly RunSummary[];
  thread: Pick<ThreadSummary, 'status' | 'reason'>;
}

/** How one branch stands, by its tip and its runs. The thread's own status tells of its head, and of a run on any branch. */
export function branchStatus({ branchId, isHead, tip, runs, thread }: BranchSituation): BranchStatus {
  const live = liveRunOf(runs, branchId);
  if (live !== null) return { status: 'running', reason: live.reason, stoppedRun: null };
  if (tip === null) return { status: thread.status, reason: thread.reason, stoppedRun: null };
  const last = lastRunOf(runs, branchId);
  // The server's word on the head, which also knows when everything of a run is written; unless it is about a run elsewhere.
  const isHeldThere = isHeld(runs, branchId);
  const isThreads = isHead && !isHeldThere && !runs.some((run) => liveRunOf([run], run.branchId) !== null);
  const status = isThreads ? thread.status : endOf(tip, last, isHeldThere);
  return {
    status,
    reason: isThreads ? thread.reason : (last?.reason ?? null),
    stoppedRun: status === 'stopped' ? last : null,
  };
}

function endOf(tip: TimelineEntry, last: RunSummary | null, isHeldThere: boolean): ThreadDisplayStatus {
  if (tip.failedTasks.length > 0) return 'failed';
  if (tip.interruptedTasks.length > 0 && !isHeldThere) return 'waiting';
  if (tip.next.length === 0) return 'done';
  return last?.status === 'error' ? 'failed' : 'stopped';
}
