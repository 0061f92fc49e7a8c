'use client';

import { Play, RotateCcw, Square, StepForward } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/app/components/ui/button';
import { Tooltip } from '@/app/components/ui/tooltip';
import { type RunPosition, useContinueRun, useStepRun, useStopRun } from '@/lib/client/mutations';
import { useKeys } from '@/lib/client/use-keys';
import { describeReplay, planReplay } from '@/lib/inspect/replay-plan';
import { type RunOption, runOptions } from '@/lib/inspect/run-options';
import { useDebugger, useDebuggerActions } from '../debugger-model';
import { RunNotice } from './run-notice';

type Pace = 'run' | 'step';

const LABELS: Record<RunOption['kind'], Record<Pace, string>> = {
  continue: { run: 'Continue', step: 'Step' },
  retry: { run: 'Retry', step: 'Retry one step' },
  replay: { run: 'Replay from here', step: 'Step from here' },
};

/** Only what works now. A replay first says which nodes it really runs again. */
export function RunControls() {
  const { threadId, timeline, graph, isGraphMissing, entry, selection, shownPath } = useDebugger();
  const { follow } = useDebuggerActions();
  const [asking, setAsking] = useState<{ pace: Pace; checkpointId: string } | null>(null);
  const continueRun = useContinueRun(threadId);
  const stepRun = useStepRun(threadId);
  const stopRun = useStopRun(threadId);

  const isBranchTip = shownPath.at(-1) === selection?.checkpointId;
  const { run, step, stop } = runOptions({
    entry,
    isBranchTip,
    branchId: selection?.branchId ?? null,
    runs: timeline.runs,
    isGraphMissing,
  });
  const error = continueRun.error ?? stepRun.error ?? stopRun.error;
  const isBusy = continueRun.isPending || stepRun.isPending;

  const start = (pace: Pace) => {
    if (!selection || !timeline.thread.graphId) return;
    const at: RunPosition = isBranchTip ? { branchId: selection.branchId } : { checkpointId: selection.checkpointId };
    const mutation = pace === 'run' ? continueRun : stepRun;
    mutation.mutate(
      { graphId: timeline.thread.graphId, at },
      { onSuccess: () => follow(isBranchTip ? selection.branchId : null) },
    );
    setAsking(null);
  };
  const press = (pace: Pace, option: RunOption) => {
    if (option.kind === 'replay' && selection) setAsking({ pace, checkpointId: selection.checkpointId });
    else start(pace);
  };
  useKeys({
    'run.continue': run?.blockedBecause === null ? () => press('run', run) : undefined,
    'run.step': step?.blockedBecause === null ? () => press('step', step) : undefined,
    'run.stop': stop ? () => stopRun.mutate(stop) : undefined,
  });
  const isAsking = asking !== null && asking.checkpointId === selection?.checkpointId && run !== null;

  return (
    <>
      <div className="flex items-center gap-2">
        {run && <RunButton option={run} pace="run" isBusy={isBusy} onPress={() => press('run', run)} />}
        {step && <RunButton option={step} pace="step" isBusy={isBusy} onPress={() => press('step', step)} />}
        {stop && (
          <Button
            icon={<Square aria-hidden size={12} className="fill-current" />}
            isBusy={stopRun.isPending}
            onClick={() => stopRun.mutate(stop)}
          >
            Stop
          </Button>
        )}
      </div>
      {isAsking && entry && (
        <RunNotice onClose={() => setAsking(null)}>
          <p className="min-w-0 flex-1">
            <strong className="font-medium">{describeReplay(planReplay(graph, entry.next))}</strong>{' '}
            <span className="text-fg-2">
              {asking.pace === 'step' ? 'Only one step is run. ' : ''}It becomes a new branch; the original stays as it
              is.
            </span>
          </p>
          <Button tone="now" onClick={() => start(asking.pace)} autoFocus>
            {asking.pace === 'run' ? 'Replay now' : 'Step now'}
          </Button>
        </RunNotice>
      )}
      {error && !isAsking && (
        <RunNotice
          tone="fail"
          onClose={() => {
            continueRun.reset();
            stepRun.reset();
            stopRun.reset();
          }}
        >
          <p role="alert" className="min-w-0 flex-1 break-words">
            {error.message}
          </p>
        </RunNotice>
      )}
    </>
  );
}

interface RunButtonProps {
  option: RunOption;
  pace: Pace;
  isBusy: boolean;
  onPress: () => void;
}

function RunButton({ option, pace, isBusy, onPress }: RunButtonProps) {
  const Icon = pace === 'step' ? StepForward : option.kind === 'continue' ? Play : RotateCcw;
  // Always inside of a tooltip: a button that moved in the tree when it is unblocked would lose a click that is under way.
  return (
    <Tooltip text={option.blockedBecause}>
      <Button
        tone={pace === 'run' && option.blockedBecause === null ? 'now' : 'neutral'}
        icon={<Icon aria-hidden size={13} />}
        isBusy={isBusy}
        aria-disabled={option.blockedBecause !== null || undefined}
        className={option.blockedBecause === null ? undefined : 'cursor-not-allowed text-fg-3'}
        onClick={option.blockedBecause === null ? onPress : undefined}
      >
        {LABELS[option.kind][pace]}
      </Button>
    </Tooltip>
  );
}
