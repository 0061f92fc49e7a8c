'use client';

import { useQuery } from '@tanstack/react-query';
import { ListX, Rows3, Scissors } from 'lucide-react';
import Link from 'next/link';
import { useDeferredValue, useState } from 'react';
import { threadsQuery } from '@/lib/client/threads';
import { Button, buttonClass } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { ErrorState } from '../ui/error-state';
import { FilterBar } from './filter-bar';
import { Pager } from './pager';
import { PrunePane } from './prune-pane';
import { TableSkeleton, ThreadTable } from './thread-table';
import { useChosenThreads } from './use-chosen-threads';
import { toThreadFilter, useThreadFilter } from './use-thread-filter';

export function ThreadList() {
  const { filter, setFilter, setPage } = useThreadFilter();
  const asked = useDeferredValue(toThreadFilter(filter));
  const page = useQuery(threadsQuery(asked));
  const chosen = useChosenThreads();
  const [pruned, setPruned] = useState<{ threadIds: string[] | null } | null>(null);
  const chosenIds = [...chosen.ids];
  const isFiltered = filter.q !== '' || filter.graph !== null || filter.status !== null;
  const hasThreads = isFiltered || (page.data !== undefined && page.data.total > 0);
  return (
    <section aria-labelledby="threads-title" className="flex min-h-0 min-w-0 flex-1 flex-col gap-3">
      <div className="flex items-baseline gap-3">
        <h1 id="threads-title" className="text-base font-semibold">
          Threads
        </h1>
        <span role="status" className="text-xs text-fg-3">
          {page.data !== undefined && `${page.data.total.toLocaleString('en')} ${isFiltered ? 'found' : 'in all'}`}
        </span>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <div className="min-w-0 flex-1">
          <FilterBar filter={filter} onFilter={setFilter} />
        </div>
        {hasThreads && (
          <Button
            icon={<Scissors aria-hidden size={13} />}
            aria-expanded={pruned !== null}
            onClick={() => setPruned({ threadIds: chosenIds.length > 0 ? chosenIds : null })}
          >
            {chosenIds.length > 0 ? `Prune ${chosenIds.length} chosen` : 'Prune'}
          </Button>
        )}
      </div>
      {pruned !== null && (
        <PrunePane
          key={pruned.threadIds?.join() ?? 'all'}
          threadIds={pruned.threadIds}
          onClose={() => setPruned(null)}
        />
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
    if (page.data.threads.length > 0) {
      return (
        <ThreadTable
          threads={page.data.threads}
          sort={filter.sort}
          order={filter.order}
          onSort={setFilter}
          chosen={chosen}
          onPrune={(threadIds) => setPruned({ threadIds })}
        />
      );
    }
    if (isFiltered) {
      return (
        <EmptyState
          title="No thread fits"
          icon={<ListX aria-hidden size={20} />}
          action={<Button onClick={() => setFilter({ q: null, graph: null, status: null })}>Clear the filter</Button>}
        >
          The text is looked for in ids and metadata.
        </EmptyState>
      );
    }
    return (
      <EmptyState
        title="No threads yet"
        icon={<Rows3 aria-hidden size={20} />}
        action={
          <Link href="/" className={buttonClass('now')}>
            Choose a graph
          </Link>
        }
      >
        Start one from a graph, or run a script of your own on this database: it shows up here while it runs.
      </EmptyState>
    );
  }
}
