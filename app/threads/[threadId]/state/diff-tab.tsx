'use client';

import { useMemo, useState } from 'react';
import { cx } from '@/app/components/ui/cx';
import { EmptyState } from '@/app/components/ui/empty-state';
import { ErrorState } from '@/app/components/ui/error-state';
import type { TimelineEntry } from '@/lib/contracts/debugger';
import { diffValues } from '@/lib/inspect/diff';
import { diffLines } from '@/lib/inspect/diff-lines';
import { useDebugger } from '../debugger-model';
import { DiffLines } from './diff-lines';
import { StateSkeleton } from './state-skeleton';
import { useStatePair } from './use-state-pair';

type Base = 'parent' | 'branch-start';

/** Only what is different, against the step before or where the branch began. */
export function DiffTab({ entry }: { entry: TimelineEntry }) {
  const { history, shownPath, selection } = useDebugger();
  const [base, setBase] = useState<Base>('parent');
  const branch = history.branches.find((candidate) => candidate.branchId === selection?.branchId);
  const startId = branch?.forkCheckpointId ?? shownPath[0] ?? null;
  const baseId = base === 'parent' ? entry.parentId : startId;
  const { pair, isStale, error, retry } = useStatePair(entry.checkpointId, baseId);
  const lines = useMemo(() => (pair ? diffLines(diffValues(pair.base?.values ?? {}, pair.state.values)) : []), [pair]);
  const baseStep = baseId === null ? undefined : history.byId.get(baseId)?.step;
  return (
    <>
      <label className="flex h-9 shrink-0 items-center gap-2 border-b px-3 text-xs text-fg-2">
        Against
        <select
          value={base}
          onChange={(event) => setBase(event.target.value as Base)}
          className="h-6 rounded-md border border-control-line bg-surface px-1.5 text-fg"
        >
          <option value="parent">the step before</option>
          <option value="branch-start">
            {branch?.forkCheckpointId ? 'where the branch forked' : "the thread's start"}
          </option>
        </select>
        {baseStep !== undefined && <span className="font-mono text-fg-3">step {baseStep}</span>}
      </label>
      {error ? (
        <ErrorState title="The states could not be read" error={error} onRetry={retry} />
      ) : !pair ? (
        <StateSkeleton />
      ) : lines.length === 0 ? (
        <EmptyState title="No difference">
          {baseId === entry.checkpointId ? 'This is the checkpoint it is compared with.' : 'Both states are equal.'}
        </EmptyState>
      ) : (
        <div
          aria-busy={isStale}
          className={cx('flex min-h-0 flex-1 flex-col transition-opacity', isStale && 'opacity-55')}
        >
          <DiffLines lines={lines} />
        </div>
      )}
    </>
  );
}
