'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { cx } from '@/app/components/ui/cx';
import { foldedStateQuery } from '@/lib/client/parts';
import type { TimelineEntry } from '@/lib/contracts/debugger';
import { useDebugger } from '../debugger-model';
import { InterruptCard } from '../state/lazy-interrupt-card';
import { useInsideSteps } from './use-inside-steps';

/** What the graph inside asked at this step. The answer goes to the root graph, which hands it down. */
export function InsideQuestion({ entry, isBrief }: { entry: TimelineEntry; isBrief: boolean }) {
  const { threadId, namespace } = useDebugger();
  const inside = useInsideSteps();
  // Read by the view below; asking here too would cost a request for every step.
  const { data: state } = useQuery({
    ...foldedStateQuery(threadId, entry.checkpointId, namespace),
    enabled: entry.interruptedTasks.length > 0,
  });
  const askedInside = useMemo(
    () => new Map(state?.tasks.flatMap(({ name, interrupts }) => interrupts.map(({ id }) => [id, name] as const))),
    [state],
  );
  const rootId = inside?.steps?.around[''];
  if (rootId === undefined || askedInside.size === 0) return null;
  return (
    <div
      className={cx(
        'flex shrink-0 flex-col overflow-auto border-b empty:hidden',
        isBrief ? 'max-h-[max(35%,176px)]' : 'max-h-[85%]',
      )}
    >
      <InterruptCard threadId={threadId} checkpointId={rootId} askedInside={askedInside} />
    </div>
  );
}
