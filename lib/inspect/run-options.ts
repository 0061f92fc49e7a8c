import type { DrawableGraph, RunSummary, TimelineEntry } from '@/lib/contracts/debugger';

/** What can be done with the checkpoint shown, and why what cannot be done cannot. */
export interface RunOptions {
  /** Runs to the end, the next question, a failure or a breakpoint; also one step, or up to a place. */
  go: GoOption;
  pause: HaltOption;
  stop: HaltOption;
}

export interface GoOption {
  kind: 'continue' | 'retry' | 'replay';
  /** Why it cannot be pressed now; null when it can. */
  blockedBecause: string | null;
}

export interface HaltOption {
  runId: string | null;
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
  /** As it is loaded now; undefined while it is not known. */
  graph: DrawableGraph | undefined;
}

export function runOptions(situation: RunSituation): RunOptions {
  const { runs, branchId } = situation;
  const live = liveRunOf(runs, branchId);
  return { go: goOption(situation, live), pause: pauseOption(live), stop: stopOption(live) };
}

function goOption(
  { entry, isBranchTip, runs, branchId, isGraphMissing, graph }: RunSituation,
  live: RunSummary | null,
): GoOption {
  const kind = !isBranchTip ? 'replay' : entry && entry.failedTasks.length > 0 ? 'retry' : 'continue';
  const blocked = (blockedBecause: string): GoOption => ({ kind, blockedBecause });
  if (live && (isBranchTip || !entry)) return blocked('It is running.');
  if (!entry) return blocked('The thread has no step yet.');
  if (entry.next.length === 0) {
    const way = isBranchTip ? ' Select an earlier step to run from there.' : '';
    return blocked(`Nothing runs next: the graph ended here.${way}`);
  }
  if (isGraphMissing) return blocked('The graph of this thread is not loaded here.');
  const lost = lostNodes(entry, graph);
  if (lost.length > 0) {
    const names = lost.map((name) => `"${name}"`).join(', ');
    return blocked(
      `It goes on at ${names}, which the graph no longer has: run from an earlier step, or edit this one.`,
    );
  }
  if (isBranchTip && entry.interruptedTasks.length > 0 && !isHeld(runs, branchId)) {
    return blocked('It waits for an answer: answer the question first.');
  }
  return { kind, blockedBecause: null };
}

/** What would run next there, and is no node of the graph as it was changed since. The engine refuses to go on without. */
function lostNodes({ next }: TimelineEntry, graph: DrawableGraph | undefined): string[] {
  if (graph === undefined) return [];
  const known = new Set(graph.nodes.map(({ id }) => id));
  return [...new Set(next)].filter((name) => !known.has(name));
}

/** A breakpoint stopped the last run of the branch: nothing asks, though a task may have asked and got its answer before. */
export function isHeld(runs: readonly RunSummary[], branchId: string | null): boolean {
  const last = lastRunOf(runs, branchId);
  return last?.status === 'interrupted' && last.reason === 'breakpoint';
}

/** What runs on a branch; a run that has no branch yet may become any. */
export function liveRunOf(runs: readonly RunSummary[], branchId: string | null): RunSummary | null {
  return runs.find((run) => isLive(run) && (run.branchId === null || run.branchId === branchId)) ?? null;
}

export function lastRunOf(runs: readonly RunSummary[], branchId: string | null): RunSummary | null {
  let last: RunSummary | null = null;
  for (const run of runs) {
    if (run.branchId === branchId && (last === null || run.createdAt >= last.createdAt)) last = run;
  }
  return last;
}

function pauseOption(live: RunSummary | null): HaltOption {
  if (!live) return { runId: null, blockedBecause: 'Nothing runs on this branch.' };
  if (live.reason === 'pausing') return { runId: null, blockedBecause: 'It pauses when the step that runs is done.' };
  return { runId: live.runId, blockedBecause: null };
}

function stopOption(live: RunSummary | null): HaltOption {
  if (!live) return { runId: null, blockedBecause: 'Nothing runs on this branch.' };
  return { runId: live.runId, blockedBecause: null };
}

function isLive(run: RunSummary): boolean {
  return run.status === 'pending' || run.status === 'running';
}
