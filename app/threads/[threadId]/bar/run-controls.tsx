'use client';

import { ArrowRightToLine, Pause, Play, RotateCcw, Square, StepForward } from 'lucide-react';
import { useState } from 'react';
import { planReplay } from '@/lib/inspect/replay-plan';
import type { GoOption } from '@/lib/inspect/run-options';
import { useDebugger } from '../debugger-model';
import { ActButton } from './act-button';
import { ReplayNotice } from './replay-notice';
import { RUN_KEYS, type RunAct } from './run-keys';
import { RunNotice } from './run-notice';
import { RunTo } from './run-to';
import { type Pace, useRunActs } from './use-run-acts';
import { useRunKeys } from './use-run-keys';

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
  const act = (asked: RunAct) => {
    if (asked === 'pause') pause();
    else if (asked === 'stop') stop();
    else if (go.blockedBecause !== null || isStarting) return;
    else if (asked === 'run-to') setIsChoosing(true);
    else press(asked === 'run' ? RUN : STEP);
  };
  useRunKeys(options.stop.runId !== null, act);
  const question =
    asking !== null && asking.checkpointId === entry?.checkpointId && go.blockedBecause === null ? asking : null;
  const RunIcon = go.kind === 'continue' ? Play : RotateCcw;

  return (
    <>
      <div role="toolbar" aria-label="Run" className="flex items-center gap-1.5">
        <ActButton
          label={RUN_LABELS[go.kind]}
          icon={<RunIcon aria-hidden size={13} />}
          keys={RUN_KEYS.run}
          tone="now"
          isBusy={isStarting}
          blockedBecause={go.blockedBecause}
          onPress={() => act('run')}
        />
        <ActButton
          label={STEP_LABELS[go.kind]}
          icon={<StepForward aria-hidden size={13} />}
          keys={RUN_KEYS.step}
          isBusy={isStarting}
          blockedBecause={go.blockedBecause}
          onPress={() => act('step')}
        />
        <span className="relative">
          <ActButton
            label="Run to…"
            icon={<ArrowRightToLine aria-hidden size={13} />}
            keys={RUN_KEYS['run-to']}
            blockedBecause={go.blockedBecause}
            isOpen={isChoosing}
            onPress={() => setIsChoosing(!isChoosing)}
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
          keys={RUN_KEYS.pause}
          blockedBecause={options.pause.blockedBecause}
          onPress={() => act('pause')}
        />
        <ActButton
          label="Stop"
          icon={<Square aria-hidden size={12} className="fill-current" />}
          keys={RUN_KEYS.stop}
          blockedBecause={options.stop.blockedBecause}
          onPress={() => act('stop')}
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
