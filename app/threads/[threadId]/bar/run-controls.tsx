'use client';

import { ArrowRightToLine, Pause, Play, RotateCcw, Square, StepForward } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useHandler } from '@/app/components/ui/use-handler';
import { useInsideSelection } from '@/lib/client/inside-selection';
import { keyLine } from '@/lib/client/key-map';
import { useKeys } from '@/lib/client/use-keys';
import type { ReplayPolicy } from '@/lib/contracts/replay-policy';
import type { GoOption } from '@/lib/inspect/run-options';
import { useDebugger, useSelected } from '../debugger-model';
import { ActButton } from './act-button';
import { type Pace, useRunActs } from './use-run-acts';

/** Load when they are opened. */
const RunTo = dynamic(() => import('./run-to').then((module) => module.RunTo), { loading: () => null });
const ReplayNotice = dynamic(() => import('./replay-notice').then((module) => module.ReplayNotice), {
  loading: () => null,
});
const RunNotice = dynamic(() => import('./run-notice').then((module) => module.RunNotice), { loading: () => null });
const HoldNotice = dynamic(() => import('./hold-notice').then((module) => module.HoldNotice), { loading: () => null });

const LABELS: Record<GoOption['kind'], { run: string; step: string }> = {
  continue: { run: 'Continue', step: 'Step' },
  retry: { run: 'Retry', step: 'Retry one step' },
  replay: { run: 'Replay from here', step: 'Step from here' },
};
const labelsFrom = (step: number) => ({ run: `Replay from step ${step}`, step: `Step from step ${step}` });

/** What cannot be done now stays in its place and says why. A replay first names the nodes that it really runs again. */
export function RunControls() {
  const { timeline } = useDebugger();
  const { entry } = useSelected();
  const { place } = useInsideSelection();
  const { options, held, start, pause, stop, isStarting, error, forget } = useRunActs();
  const [asking, setAsking] = useState<{ pace: Pace; checkpointId: string } | null>(null);
  const [isChoosing, setIsChoosing] = useState(false);
  const { go } = options;
  const { graphId } = timeline.thread;

  const press = useHandler((pace: Pace) => {
    setIsChoosing(false);
    if ((go.kind === 'replay' || held) && entry) setAsking({ pace, checkpointId: entry.checkpointId });
    else start(pace);
  });
  const confirm = (pace: Pace, policy: ReplayPolicy | undefined) => {
    start(pace, policy);
    setAsking(null);
  };
  const run = useHandler(() => press(RUN));
  const step = useHandler(() => press(STEP));
  const choose = useHandler(() => setIsChoosing(!isChoosing));
  const canGo = go.blockedBecause === null && !isStarting;
  const canPause = options.pause.blockedBecause === null;
  useKeys({
    'run.continue': canGo ? run : canPause ? pause : undefined,
    'run.step': canGo ? step : undefined,
    'run.to': canGo ? choose : undefined,
    'run.pause': canPause ? pause : undefined,
    'run.stop': options.stop.blockedBecause === null ? stop : undefined,
  });
  const question =
    asking !== null && asking.checkpointId === entry?.checkpointId && go.blockedBecause === null ? asking : null;

  // While a graph inside is looked into, "here" would be taken for its step.
  const around =
    place === null || !entry ? undefined : `Acts on step ${entry.step} of ${graphId}, not on the step inside.`;
  const labels = around === undefined || go.kind !== 'replay' ? LABELS[go.kind] : labelsFrom(entry?.step ?? 0);

  return (
    <>
      <div role="toolbar" aria-label="Run" className="flex items-center gap-1.5">
        <ActButton
          label={labels.run}
          note={around}
          icon={go.kind === 'continue' ? ICONS.run : ICONS.again}
          keys={KEYS.run}
          width="xl:min-w-38"
          tone="now"
          isBusy={isStarting}
          blockedBecause={go.blockedBecause}
          onPress={run}
        />
        <ActButton
          label={labels.step}
          note={around}
          icon={ICONS.step}
          keys={KEYS.step}
          width="xl:min-w-34"
          isBusy={isStarting}
          blockedBecause={go.blockedBecause}
          onPress={step}
        />
        <span className="relative">
          <ActButton
            label="Run to…"
            note={around}
            icon={ICONS.to}
            keys={KEYS.to}
            blockedBecause={go.blockedBecause}
            isOpen={isChoosing}
            onPress={choose}
          />
          {isChoosing && graphId !== null && entry && (
            <RunTo
              graphId={graphId}
              step={entry.step}
              onRun={(until) => press({ kind: 'to', until })}
              onClose={() => setIsChoosing(false)}
            />
          )}
        </span>
        <ActButton
          label="Pause"
          isTerse
          icon={ICONS.pause}
          keys={KEYS.pause}
          blockedBecause={options.pause.blockedBecause}
          onPress={pause}
        />
        <ActButton
          label="Stop"
          isTerse
          icon={ICONS.stop}
          keys={KEYS.stop}
          blockedBecause={options.stop.blockedBecause}
          onPress={stop}
        />
      </div>
      {question && held && (
        <HoldNotice {...held} onConfirm={(policy) => confirm(question.pace, policy)} onClose={() => setAsking(null)} />
      )}
      {question && !held && entry && (
        <ReplayNotice
          pace={question.pace}
          next={entry.next}
          onConfirm={(policy) => confirm(question.pace, policy)}
          onClose={() => setAsking(null)}
        />
      )}
      {error && !question && (
        <RunNotice tone="fail" onClose={forget}>
          <p role="alert" className="min-w-0 flex-1 break-words">
            {error.message}
          </p>
        </RunNotice>
      )}
    </>
  );
}

/** Constant elements, which a step that is scrubbed over does not render again. */
const ICONS = {
  run: <Play aria-hidden size={13} />,
  again: <RotateCcw aria-hidden size={13} />,
  step: <StepForward aria-hidden size={13} />,
  to: <ArrowRightToLine aria-hidden size={13} />,
  pause: <Pause aria-hidden size={13} />,
  stop: <Square aria-hidden size={12} className="fill-current" />,
};
const RUN: Pace = { kind: 'run' };
const STEP: Pace = { kind: 'step' };

/** The first way to write each. */
const KEYS = {
  run: keyLine('run.continue').keys[0],
  step: keyLine('run.step').keys[0],
  to: keyLine('run.to').keys[0],
  pause: keyLine('run.pause').keys[0],
  stop: keyLine('run.stop').keys[0],
} as Record<'run' | 'step' | 'to' | 'pause' | 'stop', string>;
