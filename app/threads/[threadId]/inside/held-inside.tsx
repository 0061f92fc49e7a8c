'use client';

import { useQuery } from '@tanstack/react-query';
import { CirclePause } from 'lucide-react';
import { Button } from '@/app/components/ui/button';
import { foldedStateQuery } from '@/lib/client/parts';
import type { BreakpointHit } from '@/lib/contracts/breakpoint';
import { breakpointText } from '@/lib/inspect/breakpoint-list';
import { useDebugger } from '../debugger-model';
import { useEnterInside } from './use-enter-inside';

interface HeldInsideProps {
  checkpointId: string;
  /** Ids of the tasks that were held. */
  taskIds: readonly string[];
  hit: BreakpointHit | null;
}

/** That tasks got their answers and were then held by a breakpoint in the graph inside them, and the way to look there. */
export function HeldInside({ checkpointId, taskIds, hit }: HeldInsideProps) {
  const { threadId } = useDebugger();
  const { data: state } = useQuery(foldedStateQuery(threadId, checkpointId));
  const enter = useEnterInside();
  const held = state?.tasks.filter(({ id }) => taskIds.includes(id)) ?? [];
  return (
    <ul aria-label="Held inside" className="shrink-0 divide-y border-b bg-now-soft text-xs">
      {held.map(({ id, name }) => (
        <li key={id} className="flex items-center gap-2 px-3 py-1.5">
          <CirclePause aria-hidden size={13} className="shrink-0 text-now" />
          <span className="min-w-0 flex-1">
            <strong className="font-medium">{name}</strong> got its answer and is held by a breakpoint inside
            {hit && ` (${breakpointText(hit.breakpoint)})`}. Continue runs on.
          </span>
          <Button size="sm" onClick={() => void enter(name, id)}>
            Look inside
          </Button>
        </li>
      ))}
    </ul>
  );
}
