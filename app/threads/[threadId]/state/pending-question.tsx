'use client';

import { useQuery } from '@tanstack/react-query';
import { Pause } from 'lucide-react';
import dynamic from 'next/dynamic';
import { Button } from '@/app/components/ui/button';
import { cx } from '@/app/components/ui/cx';
import { foldedStateQuery } from '@/lib/client/parts';
import type { TimelineEntry } from '@/lib/contracts/debugger';
import { headBranch } from '@/lib/inspect/history';
import { isHeld, lastRunOf } from '@/lib/inspect/run-options';
import { useDebugger, useDebuggerActions } from '../debugger-model';
import { InterruptCard } from './lazy-interrupt-card';

/** Loads when a task is held so. */
const HeldInside = dynamic(() => import('../inside/held-inside').then((module) => module.HeldInside), {
  loading: () => null,
});

/** The question asked at the selected checkpoint, in little room where it `isBrief`; elsewhere, that the newest step waits, and the way there. */
export function PendingQuestion({ entry, isBrief }: { entry: TimelineEntry; isBrief: boolean }) {
  const { threadId, timeline, history, branchId, shownPath } = useDebugger();
  const { follow } = useDebuggerActions();
  // Answered questions are in the state alone. It is read by the tab below; asking here too would cost requests while scrubbing.
  const { data: state } = useQuery({ ...foldedStateQuery(threadId, entry.checkpointId), enabled: false });
  const wasAsked = state?.tasks.some((task) => task.interrupts.length > 0) ?? false;
  if (timeline.thread.capsule !== undefined) {
    if (entry.interruptedTasks.length === 0) return null;
    return (
      <p className="flex shrink-0 items-center gap-2 border-b bg-wait-soft px-3 py-1.5 text-xs">
        <Pause aria-hidden size={12} className="fill-current text-wait" />
        It waits for an answer here; Tasks shows the question. Import the capsule to answer it.
      </p>
    );
  }
  const { checkpointId, interruptedTasks } = entry;
  if (interruptedTasks.length > 0 && checkpointId === shownPath.at(-1) && isHeld(timeline.runs, branchId)) {
    const { hit } = lastRunOf(timeline.runs, branchId) ?? {};
    return <HeldInside checkpointId={checkpointId} taskIds={interruptedTasks} hit={hit ?? null} />;
  }
  if (interruptedTasks.length > 0 || wasAsked) {
    return (
      <div
        className={cx(
          'flex shrink-0 flex-col overflow-auto border-b empty:hidden',
          isBrief ? 'max-h-[max(35%,176px)]' : 'max-h-[85%]',
        )}
      >
        <InterruptCard threadId={threadId} checkpointId={entry.checkpointId} />
      </div>
    );
  }
  const tip = history.byId.get(headBranch(timeline.branches)?.tipId ?? '');
  if (timeline.thread.status !== 'waiting' || !tip || tip === entry) return null;
  return (
    <div className="flex shrink-0 items-center gap-2 border-b bg-wait-soft px-3 py-1.5 text-xs">
      <Pause aria-hidden size={12} className="fill-current text-wait" />
      <span className="flex-1">The newest step waits for an answer.</span>
      <Button size="sm" onClick={() => follow(null)}>
        Show the question
      </Button>
    </div>
  );
}
