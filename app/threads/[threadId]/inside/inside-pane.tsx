'use client';

import { Button } from '@/app/components/ui/button';
import { EmptyState } from '@/app/components/ui/empty-state';
import { ErrorState } from '@/app/components/ui/error-state';
import { ApiError } from '@/lib/client/api';
import { useInsideSelection } from '@/lib/client/inside-selection';
import { useKeys } from '@/lib/client/use-keys';
import { StateSkeleton } from '../state/state-skeleton';
import { StateViews } from '../state/state-views';
import { InsideBar } from './inside-bar';
import { InsideModel } from './inside-model';
import { type LookedInto, useInsideSteps } from './use-inside-steps';
import { useLeaveInside } from './use-leave-inside';

/** A graph inside: where it is, its steps, and the views of its state. */
export function InsidePane() {
  const inside = useInsideSteps();
  useInsideKeys(inside);
  if (inside === null) return null;
  const { place, steps, entry, error, retry } = inside;
  return (
    <>
      <InsideBar namespace={place.namespace} steps={steps} entry={entry} />
      {steps && entry ? (
        <InsideModel steps={steps} entry={entry}>
          <StateViews />
        </InsideModel>
      ) : error instanceof ApiError && error.status >= 400 && error.status < 500 ? (
        <NothingInside place={place} />
      ) : error ? (
        <ErrorState title="The graph inside could not be read" error={error} onRetry={retry} />
      ) : (
        <StateSkeleton />
      )}
    </>
  );
}

function NothingInside({ place: { namespace, checkpointId } }: Pick<LookedInto, 'place'>) {
  const { leave } = useInsideSelection();
  return (
    <EmptyState
      title="There is nothing stored inside here"
      action={
        <Button tone="now" onClick={leave}>
          Back to the thread’s own step
        </Button>
      }
    >
      <span className="break-all font-mono text-xs">{checkpointId ?? namespace}</span> is not in this thread’s history.
      It may have been pruned, or the address is cut off.
    </EmptyState>
  );
}

function useInsideKeys(inside: LookedInto | null): void {
  const { move } = useInsideSelection();
  const out = useLeaveInside();
  const go = (by: number) => () => {
    const entries = inside?.steps?.entries ?? [];
    const target = inside?.entry && entries[entries.indexOf(inside.entry) + by];
    if (!target) return false;
    move(target.checkpointId);
  };
  useKeys({ 'inside.out': out, 'inside.previous': go(-1), 'inside.next': go(1) });
}
