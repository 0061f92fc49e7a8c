'use client';

import { useMemo } from 'react';
import { cx } from '@/app/components/ui/cx';
import { EmptyState } from '@/app/components/ui/empty-state';
import { ErrorState } from '@/app/components/ui/error-state';
import { BESIDE, OTHER_END } from '@/lib/client/compare';
import { useStateView } from '@/lib/client/state-view';
import type { TimelineEntry } from '@/lib/contracts/debugger';
import { diffLines } from '@/lib/inspect/diff-lines';
import type { TreePath } from '@/lib/inspect/tree-items';
import { concernsWatch } from '@/lib/inspect/watch-list';
import { NothingBeside } from '../compare/diff-beside';
import { type OtherLine, useBeside, useCompared } from '../compare/use-compared';
import { useDebugger, useSelected } from '../debugger-model';
import { useValues } from './changes/picked-value';
import { WatchBar } from './changes/watch-bar';
import { DiffBase } from './diff-base';
import { DiffLines } from './diff-lines';
import { StateSkeleton } from './state-skeleton';
import { useStatePair } from './use-state-pair';

const NO_WATCHES: readonly TreePath[] = [];

/** Only what is different: against the step before, where the branch began, a step that was pinned, or the other line. */
export function DiffTab({ entry }: { entry: TimelineEntry }) {
  const { history, shownPath } = useDebugger();
  const { selection } = useSelected();
  const { compare } = useStateView();
  const compared = useCompared();
  const branch = history.branches.find((candidate) => candidate.branchId === selection?.branchId);
  const startId = branch?.forkCheckpointId ?? shownPath[0] ?? null;
  const line = compared.kind === 'line' ? compared.line : null;
  const isOther = compare === BESIDE || compare === OTHER_END;
  return (
    <>
      <WatchBar entry={entry} />
      {isOther && compared.kind !== 'none' ? (
        <DiffWithOther
          entry={entry}
          line={line}
          isEnd={compare === OTHER_END}
          isLoading={compared.kind === 'loading'}
          isFork={branch?.forkCheckpointId != null}
        />
      ) : (
        <DiffWithOwn entry={entry} startId={startId} line={line} isFork={branch?.forkCheckpointId != null} />
      )}
    </>
  );
}

interface DiffProps {
  entry: TimelineEntry;
  line: OtherLine | null;
  isFork: boolean;
}

/** Against a step of this thread. */
function DiffWithOwn({ entry, startId, line, isFork }: DiffProps & { startId: string | null }) {
  const { history } = useDebugger();
  const { compare } = useStateView();
  const chosen = compare === BESIDE || compare === OTHER_END ? null : compare;
  const baseId = chosen === null ? entry.parentId : chosen === 'start' ? startId : chosen;
  const isMissing = baseId !== null && !history.byId.has(baseId);
  return (
    <>
      <DiffBase
        entry={entry}
        base={baseId === null ? undefined : history.byId.get(baseId)}
        line={line}
        isFork={isFork}
      />
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

/** Against the step beside it on the other line, or that line's last one. */
function DiffWithOther({ entry, line, isEnd, isLoading, isFork }: DiffProps & { isEnd: boolean; isLoading: boolean }) {
  if (line === null) {
    return (
      <>
        <DiffBase entry={entry} base={undefined} line={null} isFork={isFork} />
        {isLoading ? (
          <StateSkeleton />
        ) : (
          <EmptyState title="The other line is not there">The bar above says why.</EmptyState>
        )}
      </>
    );
  }
  return <DiffWithLine entry={entry} line={line} isEnd={isEnd} isFork={isFork} />;
}

function DiffWithLine({ entry, line, isEnd, isFork }: DiffProps & { line: OtherLine; isEnd: boolean }) {
  const beside = useBeside(line);
  const base = (isEnd ? line.steps.there.at(-1) : beside.entry) ?? undefined;
  return (
    <>
      <DiffBase entry={entry} base={base} line={line} isFork={isFork} />
      {base === undefined ? (
        <NothingBeside line={line} />
      ) : (
        <Comparison checkpointId={entry.checkpointId} baseId={base.checkpointId} baseThreadId={line.threadId} />
      )}
    </>
  );
}

interface ComparisonProps {
  checkpointId: string;
  baseId: string | null;
  /** Of the base, where that is another thread's. */
  baseThreadId?: string;
}

function Comparison({ checkpointId, baseId, baseThreadId }: ComparisonProps) {
  const { pair, difference, isStale, isLate, error, retry } = useStatePair(checkpointId, baseId, baseThreadId);
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
