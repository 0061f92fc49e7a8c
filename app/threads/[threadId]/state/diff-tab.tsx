'use client';

import { useMemo } from 'react';
import { cx } from '@/app/components/ui/cx';
import { EmptyState } from '@/app/components/ui/empty-state';
import { ErrorState } from '@/app/components/ui/error-state';
import { useStateView } from '@/lib/client/state-view';
import type { TimelineEntry } from '@/lib/contracts/debugger';
import { diffLines } from '@/lib/inspect/diff-lines';
import type { TreePath } from '@/lib/inspect/tree-items';
import { concernsWatch } from '@/lib/inspect/watch-list';
import { useDebugger, useSelected } from '../debugger-model';
import { useValues } from './changes/picked-value';
import { WatchBar } from './changes/watch-bar';
import { DiffBase } from './diff-base';
import { DiffLines } from './diff-lines';
import { StateSkeleton } from './state-skeleton';
import { useStatePair } from './use-state-pair';

const NO_WATCHES: readonly TreePath[] = [];

/** Only what is different: against the step before, where the branch began, or a step that was pinned. */
export function DiffTab({ entry }: { entry: TimelineEntry }) {
  const { history, shownPath } = useDebugger();
  const { selection } = useSelected();
  const { compare } = useStateView();
  const branch = history.branches.find((candidate) => candidate.branchId === selection?.branchId);
  const startId = branch?.forkCheckpointId ?? shownPath[0] ?? null;
  const baseId = compare === null ? entry.parentId : compare === 'start' ? startId : compare;
  const isMissing = baseId !== null && !history.byId.has(baseId);
  return (
    <>
      <WatchBar entry={entry} />
      <DiffBase entry={entry} baseId={baseId} isFork={branch?.forkCheckpointId != null} />
      {isMissing ? (
        <EmptyState title="The pinned step is not in this thread">
          It may have been pruned, or the address is of another thread. Choose what to compare with above.
        </EmptyState>
      ) : (
        <Comparison checkpointId={entry.checkpointId} baseId={baseId} />
      )}
    </>
  );
}

function Comparison({ checkpointId, baseId }: { checkpointId: string; baseId: string | null }) {
  const { pair, difference, isStale, isLate, error, retry } = useStatePair(checkpointId, baseId);
  const values = useValues();
  const isNarrowed = values?.isNarrowed ?? false;
  const watches = values?.watches ?? NO_WATCHES;
  const lines = useMemo(() => {
    const all = diffLines(difference ?? undefined);
    return isNarrowed ? all.filter(({ path }) => concernsWatch(watches, path)) : all;
  }, [difference, isNarrowed, watches]);
  if (error) return <ErrorState title="The states could not be compared" error={error} onRetry={retry} />;
  if (!pair || difference === undefined) return <StateSkeleton />;
  if (lines.length === 0) {
    return (
      <EmptyState title={isNarrowed ? 'No difference in what is watched' : 'No difference'}>
        {isNarrowed && difference !== null
          ? 'Other values differ: show everything to see them.'
          : baseId === checkpointId
            ? 'This is the step it is compared with.'
            : 'Both states are equal.'}
      </EmptyState>
    );
  }
  return (
    <div aria-busy={isStale} className={cx('flex min-h-0 flex-1 flex-col transition-opacity', isLate && 'opacity-55')}>
      <DiffLines lines={lines} />
    </div>
  );
}
