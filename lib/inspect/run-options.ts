import type { RunSummary, TimelineEntry } from '@/lib/contracts/debugger';

/** What can be done with the checkpoint shown. Null: this is not the moment for it. */
export interface RunOptions {
  /** Runs to the end, the next question or a failure. */
  run: RunOption | null;
  /** Runs one super-step. */
  step: RunOption | null;
  stop: { runId: string } | null;
}

export interface RunOption {
  kind: 'continue' | 'retry' | 'replay';
  /** Why it cannot be pressed now; null when it can. */
  blockedBecause: string | null;
}

interface RunSituation {
  entry: TimelineEntry | null;
  /** The entry is the newest of the branch shown. */
  isBranchTip: boolean;
  branchId: string | null;
  runs: readonly RunSummary[];
  /** The graph is not known: its file is gone, or another process made the thread. */
  isGraphMissing: boolean;
}

export function runOptions({ entry, isBranchTip, branchId, runs, isGraphMissing }: RunSituation): RunOptions {
  const live = runs.find((run) => isLive(run) && (run.branchId === null || run.branchId === branchId));
  const stop = live ? { runId: live.runId } : null;
  if (!entry || entry.next.length === 0) return { run: null, step: null, stop };
  if (isBranchTip && live) return { run: null, step: null, stop };
  const kind = !isBranchTip ? 'replay' : entry.failedTasks.length > 0 ? 'retry' : 'continue';
  const blockedBecause = isGraphMissing
    ? 'The graph of this thread is not loaded here.'
    : isBranchTip && entry.interruptedTasks.length > 0
      ? 'It waits for an answer: answer the question first.'
      : null;
  const option: RunOption = { kind, blockedBecause };
  return { run: option, step: option, stop };
}

function isLive(run: RunSummary): boolean {
  return run.status === 'pending' || run.status === 'running';
}
