'use client';

import { Button } from '@/app/components/ui/button';
import { breakpointText } from '@/lib/inspect/breakpoint-list';
import { describeReplay, type ReplayPlan } from '@/lib/inspect/replay-plan';
import { RunNotice } from './run-notice';
import type { Pace } from './use-run-acts';

interface ReplayNoticeProps {
  pace: Pace;
  plan: ReplayPlan;
  onConfirm: () => void;
  onClose: () => void;
}

/** Before a replay: which nodes really run again, how far, and that the original stays. */
export function ReplayNotice({ pace, plan, onConfirm, onClose }: ReplayNoticeProps) {
  return (
    <RunNotice onClose={onClose}>
      <p className="min-w-0 flex-1">
        <strong className="font-medium">{describeReplay(plan)}</strong>{' '}
        <span className="text-fg-2">{untilText(pace)}It becomes a new branch; the original stays as it is.</span>
      </p>
      <Button tone="now" onClick={onConfirm} autoFocus>
        {pace.kind === 'step' ? 'Step now' : 'Replay now'}
      </Button>
    </RunNotice>
  );
}

function untilText(pace: Pace): string {
  if (pace.kind === 'step') return 'Only one step is run. ';
  return pace.kind === 'to' ? `It stops ${breakpointText(pace.until)}. ` : '';
}
