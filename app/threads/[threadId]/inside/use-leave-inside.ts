'use client';

import { useInsideSelection } from '@/lib/client/inside-selection';
import { levelNamespaces } from '@/lib/inspect/inside-levels';
import { useDebuggerActions } from '../debugger-model';
import { useInsideSteps } from './use-inside-steps';

/** To the graph around the one that is looked into. */
export function useLeaveInside(): () => void {
  const inside = useInsideSteps();
  const { latest } = useDebuggerActions();
  const { enter, leave } = useInsideSelection();
  return () => {
    if (inside === null) return;
    const { entry } = latest();
    const around = levelNamespaces(inside.place.namespace).at(-2)?.namespace;
    if (around === undefined || !entry) return leave();
    enter({ namespace: around, checkpointId: inside.steps?.around[around] ?? null }, entry.checkpointId);
  };
}
