'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { Fragment } from 'react';
import { Button } from '@/app/components/ui/button';
import { cx } from '@/app/components/ui/cx';
import { EmptyState } from '@/app/components/ui/empty-state';
import { ErrorState } from '@/app/components/ui/error-state';
import { formatCount } from '@/app/components/ui/format';
import { type ChangesFrom, changesBackQuery, changesOnwardQuery } from '@/lib/client/changes';
import type { ChangesPage, ShownChange, Side } from '@/lib/contracts/changes';
import { positionOnPath } from '@/lib/inspect/path';
import { pathText, previewOf } from '@/lib/inspect/preview';
import { writerName } from '@/lib/inspect/writer-text';
import { useDebugger, useSelected } from '../../debugger-model';
import { StateSkeleton } from '../state-skeleton';
import { Outside } from './outside';
import { useValues } from './picked-value';

const SIDE_CHARACTERS = 120;

/** All changes of the picked value on the branch shown, newest first. */
export function HistoryTab() {
  const values = useValues();
  const { history, shownPath } = useDebugger();
  const { selection } = useSelected();
  if (values?.picked == null || selection === null) {
    return (
      <EmptyState title="No value is picked">
        Click a line of the State tab: its changes on this branch are listed here, with who made each.
      </EmptyState>
    );
  }
  const { picked } = values;
  // Where it was picked may be on another branch: then what stands at the path here is meant.
  const isOnWay = positionOnPath(history, shownPath, picked.anchorId) >= 0;
  const from = isOnWay
    ? { checkpointId: picked.anchorId, path: picked.anchorPath }
    : { checkpointId: selection.checkpointId, path: picked.path };
  return <Changes from={from} branchId={selection.branchId} />;
}

function Changes({ from, branchId }: { from: ChangesFrom; branchId: string }) {
  const { threadId, shownPath } = useDebugger();
  const back = useInfiniteQuery(changesBackQuery(threadId, from));
  const onward = useInfiniteQuery(changesOnwardQuery(threadId, from, branchId, shownPath.at(-1) ?? ''));
  const error = back.error ?? onward.error;
  if (error) {
    const retry = () => void Promise.all([back.refetch(), onward.refetch()]);
    return <ErrorState title="The changes could not be read" error={error} onRetry={retry} />;
  }
  if (!back.data || !onward.data) return <StateSkeleton />;
  const older = changesOf(back.data.pages);
  const newer = changesOf(onward.data.pages).reverse();
  const count = older.length + newer.length;
  const isCut = back.hasNextPage || onward.hasNextPage;
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by keyboard.
      tabIndex={0}
      aria-label={`Changes of ${pathText(from.path)}`}
      className="min-h-0 flex-1 overflow-auto focus-visible:-outline-offset-2"
    >
      <p className="border-b px-3 py-1.5 text-xs text-fg-2">
        {isCut ? `${formatCount(count, 'change')} so far` : formatCount(count, 'change')} of{' '}
        <span className="font-mono text-fg">{pathText(from.path)}</span> on this branch
      </p>
      {onward.hasNextPage && (
        <More
          label="Read newer changes"
          isBusy={onward.isFetchingNextPage}
          onClick={() => void onward.fetchNextPage()}
        />
      )}
      <ol className="py-1">
        {[...newer, ...older].map((change) => (
          <ChangeItem key={change.checkpointId} change={change} />
        ))}
      </ol>
      {back.hasNextPage ? (
        <More label="Read older changes" isBusy={back.isFetchingNextPage} onClick={() => void back.fetchNextPage()} />
      ) : (
        back.data.pages.at(-1)?.end === 'pruned' && (
          <p className="px-3 pb-2 text-xs text-fg-3">What came before is not kept: it was pruned, or never saved.</p>
        )
      )}
    </section>
  );
}

function changesOf(pages: readonly ChangesPage[]): ShownChange[] {
  return pages.flatMap(({ changes }) => changes);
}

function ChangeItem({ change }: { change: ShownChange }) {
  const values = useValues();
  const { selection } = useSelected();
  const isHere = selection?.checkpointId === change.checkpointId;
  const steps = change.sinceStep === null ? `${change.step}` : `${change.sinceStep + 1}–${change.step}`;
  return (
    <li>
      <button
        type="button"
        aria-current={isHere ? 'step' : undefined}
        onClick={() => values?.show(change)}
        className={cx(
          'flex w-full flex-col gap-0.5 px-3 py-1.5 text-left text-xs hover:bg-hover focus-visible:-outline-offset-2',
          isHere && 'bg-now-soft',
        )}
      >
        <span className="flex min-w-0 items-baseline gap-1.5">
          <span className="shrink-0 font-medium tabular-nums text-fg">Step {steps}</span>
          <span className="min-w-0 truncate text-fg-2">{writerName(change.writer)}</span>
          <Outside change={change} />
        </span>
        <span className="min-w-0 font-mono break-words text-fg-2">
          {change.before !== null && change.after !== null ? (
            <Fragment>
              <SideText side={change.before} isFormer />
              <span aria-hidden> → </span>
              <span className="sr-only"> became </span>
              <SideText side={change.after} />
            </Fragment>
          ) : (
            <Fragment>
              <span className={change.after === null ? 'text-fail' : 'text-done'}>
                {change.after === null ? 'removed ' : 'added '}
              </span>
              <SideText side={change.after ?? (change.before as Side)} isFormer={change.after === null} />
            </Fragment>
          )}
        </span>
      </button>
    </li>
  );
}

function SideText({ side, isFormer = false }: { side: Side; isFormer?: boolean }) {
  const text = previewOf(side.value, SIDE_CHARACTERS);
  return isFormer ? <s className="text-fg-3">{text}</s> : <span className="text-fg">{text}</span>;
}

function More({ label, isBusy, onClick }: { label: string; isBusy: boolean; onClick: () => void }) {
  return (
    <div className="px-3 py-1.5">
      <Button size="sm" isBusy={isBusy} onClick={onClick}>
        {label}
      </Button>
    </div>
  );
}
