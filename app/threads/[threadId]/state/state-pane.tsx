'use client';

import dynamic from 'next/dynamic';
import { Button } from '@/app/components/ui/button';
import { EmptyState } from '@/app/components/ui/empty-state';
import { useInsideSelection } from '@/lib/client/inside-selection';
import { useDebugger, useDebuggerActions, useSelected } from '../debugger-model';
import { StateSkeleton } from './state-skeleton';
import { StateViews } from './state-views';

/** Loads when a graph inside is first looked into. */
const InsidePane = dynamic(() => import('../inside/inside-pane').then((module) => module.InsidePane), {
  loading: StateSkeleton,
});

/** A constant element: the pane renders at each step, what is below it where a step matters. */
const VIEWS = <StateViews />;

/** The state at the selected checkpoint, or in a graph inside that is looked into. */
export function StatePane() {
  const { missingCheckpointId } = useDebugger();
  const { entry } = useSelected();
  const { place } = useInsideSelection();
  return (
    <section aria-label="State" className="flex h-full min-w-0 flex-col bg-surface">
      {entry && place ? (
        <InsidePane />
      ) : entry ? (
        VIEWS
      ) : missingCheckpointId !== null ? (
        <MissingCheckpoint checkpointId={missingCheckpointId} />
      ) : (
        <EmptyState title="No state yet">This thread has no checkpoint. Once it runs, its state shows here.</EmptyState>
      )}
    </section>
  );
}

function MissingCheckpoint({ checkpointId }: { checkpointId: string }) {
  const { follow } = useDebuggerActions();
  return (
    <EmptyState
      title="This thread has no such checkpoint"
      action={
        <Button tone="now" onClick={() => follow(null)}>
          Show the newest step
        </Button>
      }
    >
      <span className="break-all font-mono text-xs">{checkpointId}</span> is not in its history. It may have been pruned
      or rolled back, or the address is cut off.
    </EmptyState>
  );
}
