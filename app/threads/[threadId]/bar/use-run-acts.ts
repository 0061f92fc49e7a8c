'use client';

import { useHandler } from '@/app/components/ui/use-handler';
import { type RunPosition, useContinueRun, usePauseRun, useStepRun, useStopRun } from '@/lib/client/mutations';
import type { Breakpoint } from '@/lib/contracts/breakpoint';
import type { RunSummary } from '@/lib/contracts/debugger';
import type { ReplayHold, ReplayPolicy } from '@/lib/contracts/replay-policy';
import { lastRunOf, type RunOptions, runOptions } from '@/lib/inspect/run-options';
import { useDebugger, useDebuggerActions, useSelected } from '../debugger-model';

/** How far a run goes. */
export type Pace = { kind: 'run' } | { kind: 'step' } | { kind: 'to'; until: Breakpoint };

interface RunActs {
  options: RunOptions;
  /** From the checkpoint shown; shows what comes of it. */
  start: (pace: Pace, policy?: ReplayPolicy) => void;
  pause: () => void;
  stop: () => void;
  /** What the branch's run stopped before, since nothing recorded was left for it; null elsewhere. */
  held: { hold: ReplayHold; policy: ReplayPolicy } | null;
  isStarting: boolean;
  /** Why the last act did not work. */
  error: Error | null;
  forget: () => void;
}

/** What can be done with the checkpoint shown, and doing it. */
export function useRunActs(): RunActs {
  const { threadId, timeline, graph, isGraphMissing, shownPath } = useDebugger();
  const { entry, selection } = useSelected();
  const { follow } = useDebuggerActions();
  const running = useContinueRun(threadId);
  const stepping = useStepRun(threadId);
  const pausing = usePauseRun(threadId);
  const stopping = useStopRun(threadId);
  const { graphId } = timeline.thread;
  const isBranchTip = shownPath.at(-1) === selection?.checkpointId;
  const branchId = selection?.branchId ?? null;
  const options = runOptions({ entry, isBranchTip, branchId, runs: timeline.runs, isGraphMissing, graph });

  return {
    options,
    held: isBranchTip ? heldReplay(lastRunOf(timeline.runs, branchId)) : null,
    start: (pace, replayPolicy) => {
      if (!selection || graphId === null) return;
      const at: RunPosition = isBranchTip ? { branchId: selection.branchId } : { checkpointId: selection.checkpointId };
      const onSuccess = () => follow(isBranchTip ? selection.branchId : null);
      if (pace.kind === 'step') return stepping.mutate({ graphId, at, replayPolicy }, { onSuccess });
      running.mutate({ graphId, at, replayPolicy, ...(pace.kind === 'to' && { until: pace.until }) }, { onSuccess });
    },
    pause: useHandler(() => {
      if (options.pause.runId !== null) pausing.mutate({ runId: options.pause.runId });
    }),
    stop: useHandler(() => {
      if (options.stop.runId !== null) stopping.mutate({ runId: options.stop.runId });
    }),
    isStarting: running.isPending || stepping.isPending,
    error: running.error ?? stepping.error ?? pausing.error ?? stopping.error,
    forget: () => {
      for (const each of [running, stepping, pausing, stopping]) each.reset();
    },
  };
}

function heldReplay(run: RunSummary | null): RunActs['held'] {
  return run?.replayHold && run.replayPolicy ? { hold: run.replayHold, policy: run.replayPolicy } : null;
}
