'use client';

import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { threadsQuery } from '@/lib/client/threads';
import { DropHint } from '../capsule/drop-hint';
import { ImportButton } from '../capsule/import-button';
import { useFileDrop } from '../capsule/use-file-drop';
import { ErrorState } from '../ui/error-state';
import { ActPane } from './act-pane';
import { ChosenBar } from './chosen-bar';
import { FilterBar } from './filter-bar';
import { NoThreads } from './no-threads';
import { Pager } from './pager';
import type { ThreadAct } from './thread-act';
import { TableSkeleton, ThreadTable } from './thread-table';
import { useChosenThreads } from './use-chosen-threads';
import { isFiltered, NO_FILTER, toThreadFilter, useThreadFilter } from './use-thread-filter';
import { useThreadKeys } from './use-thread-keys';

export function ThreadList() {
  const { filter, setFilter, setPage } = useThreadFilter();
  const page = useQuery(threadsQuery(toThreadFilter(filter)));
  const chosen = useChosenThreads();
  const [begun, setBegun] = useState<{ act: ThreadAct; turn: number } | null>(null);
  const begin = (act: ThreadAct) => setBegun((last) => ({ act, turn: (last?.turn ?? 0) + 1 }));
  const list = useRef<HTMLElement>(null);
  useThreadKeys(list, chosen.toggle);
  const drop = useFileDrop((files) => begin({ kind: 'import', files }));
  const hasFilter = isFiltered(filter);
  const hasThreads = hasFilter || (page.data !== undefined && page.data.total > 0);
  return (
    <section
      ref={list}
      aria-labelledby="threads-title"
      className="relative flex min-h-0 min-w-0 flex-1 flex-col gap-3"
      {...drop.handlers}
    >
      {drop.isOver && <DropHint />}
      <div className="flex items-baseline gap-3">
        <h1 id="threads-title" className="text-base font-semibold">
          Threads
        </h1>
        <span role="status" className="text-xs text-fg-3">
          {page.data !== undefined && `${page.data.total.toLocaleString('en')} ${hasFilter ? 'found' : 'in all'}`}
        </span>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {/* In one row: what has no room beside it goes below. */}
        <div className="min-w-[min(40rem,100%)] flex-1">
          <FilterBar filter={filter} onFilter={setFilter} />
        </div>
        {chosen.ids.size === 0 && <ImportButton onFiles={(files) => begin({ kind: 'import', files })} />}
        {hasThreads && (
          <ChosenBar threadIds={[...chosen.ids]} act={begun?.act ?? null} onAct={begin} onClear={chosen.clear} />
        )}
      </div>
      {begun !== null && (
        <ActPane key={begun.turn} act={begun.act} onClose={() => setBegun(null)} onDeleted={chosen.clear} />
      )}
      <div className="flex min-w-0 flex-col rounded-xl border bg-surface">{body()}</div>
      {page.data !== undefined && <Pager page={filter.page} total={page.data.total} onPage={setPage} />}
    </section>
  );

  function body() {
    if (page.isError) {
      return <ErrorState title="The threads could not be read" error={page.error} onRetry={() => page.refetch()} />;
    }
    if (page.isPending) return <TableSkeleton />;
    if (page.data.threads.length === 0) {
      return (
        <NoThreads
          onClearFilter={hasFilter ? () => setFilter(NO_FILTER) : null}
          onFirstPage={page.data.total > 0 ? () => setPage(1) : null}
        />
      );
    }
    return (
      <ThreadTable
        threads={page.data.threads}
        sort={filter.sort}
        order={filter.order}
        onSort={setFilter}
        chosen={chosen}
        onAct={begin}
        onCondition={(condition) => setFilter({ meta: [...new Set([...filter.meta, condition])] })}
      />
    );
  }
}
