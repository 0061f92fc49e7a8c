'use client';

import { ArrowRightToLine, Pause, Play, RotateCcw, Square, StepForward } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { keyLine } from '@/lib/client/key-map';
import { useKeys } from '@/lib/client/use-keys';
import { planReplay } from '@/lib/inspect/replay-plan';
import type { GoOption } from '@/lib/inspect/run-options';
import { useDebugger } from '../debugger-model';
import { ActButton } from './act-button';
import { RunNotice } from './run-notice';
import { type Pace, useRunActs } from './use-run-acts';

/** Load when they are opened. */
const RunTo = dynamic(() => import('./run-to').then((module) => module.RunTo), { loading: () => null });
const ReplayNotice = dynamic(() => import('./replay-notice').then((module) => module.ReplayNotice), {
  loading: () => null,
});

const RUN_LABELS: Record<GoOption['kind'], string> = {
  continue: 'Continue',
  retry: 'Retry',
  replay: 'Replay from here',
};
const STEP_LABELS: Record<GoOption['kind'], string> = {
  continue: 'Step',
  retry: 'Retry one step',
  replay: 'Step from here',
};

/** What cannot be done now stays in its place and says why. A replay first names the nodes that it really runs again. */
export function RunControls() {
  const { timeline, graph, entry } = useDebugger();
  const { options, start, pause, stop, isStarting, error, forget } = useRunActs();
  const [asking, setAsking] = useState<{ pace: Pace; checkpointId: string } | null>(null);
  const [isChoosing, setIsChoosing] = useState(false);
  const { go } = options;
  const { graphId } = timeline.thread;

  const press = (pace: Pace) => {
    setIsChoosing(false);
    if (go.kind === 'replay' && entry) setAsking({ pace, checkpointId: entry.checkpointId });
    else start(pace);
  };
  const canGo = go.blockedBecause === null && !isStarting;
  const acts = {
    run: () => press(RUN),
    step: () => press(STEP),
    choose: () => setIsChoosing(!isChoosing),
  };
  const canPause = options.pause.blockedBecause === null;
  useKeys({
    'run.continue': canGo ? acts.run : canPause ? pause : undefined,
    'run.step': canGo ? acts.step : undefined,
    'run.to': canGo ? acts.choose : undefined,
    'run.pause': canPause ? pause : undefined,
    'run.stop': options.stop.blockedBecause === null ? stop : undefined,
  });
  const question =
    asking !== null && asking.checkpointId === entry?.checkpointId && go.blockedBecause === null ? asking : null;
  const RunIcon = go.kind === 'continue' ? Play : RotateCcw;

  return (
    <>
      <div role="toolbar" aria-label="Run" className="flex items-center gap-1.5">
        <ActButton
          label={RUN_LABELS[go.kind]}
          icon={<RunIcon aria-hidden size={13} />}
          keys={KEYS.run}
          tone="now"
          isBusy={isStarting}
          blockedBecause={go.blockedBecause}
          onPress={acts.run}
        />
        <ActButton
          label={STEP_LABELS[go.kind]}
          icon={<StepForward aria-hidden size={13} />}
          keys={KEYS.step}
          isBusy={isStarting}
          blockedBecause={go.blockedBecause}
          onPress={acts.step}
        />
        <span className="relative">
          <ActButton
            label="Run to…"
            icon={<ArrowRightToLine aria-hidden size={13} />}
            keys={KEYS.to}
            blockedBecause={go.blockedBecause}
            isOpen={isChoosing}
            onPress={acts.choose}
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
          icon={<Pause aria-hidden size={13} />}
          keys={KEYS.pause}
          blockedBecause={options.pause.blockedBecause}
          onPress={pause}
        />
        <ActButton
          label="Stop"
          icon={<Square aria-hidden size={12} className="fill-current" />}
          keys={KEYS.stop}
          blockedBecause={options.stop.blockedBecause}
          onPress={stop}
        />
      </div>
      {question && entry && (
        <ReplayNotice
          pace={question.pace}
          plan={planReplay(graph, entry.next)}
          onConfirm={() => {
            start(question.pace);
            setAsking(null);
          }}
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
