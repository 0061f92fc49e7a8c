'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { threadsQuery } from '@/lib/client/threads';
import type { ThreadSummary } from '@/lib/contracts/debugger';
import { ThreadStatus } from '../thread-status';
import { ErrorState } from '../ui/error-state';
import { RelativeTime } from '../ui/relative-time';
import { shortId } from '../ui/short-id';
import { Skeleton } from '../ui/skeleton';

const SHOWN = 8;

export function RecentThreads() {
  return (
    <section aria-labelledby="recent-title" className="flex min-w-0 flex-col gap-3">
      <div className="flex items-baseline">
        <h2 id="recent-title" className="text-base font-semibold">
          Recent threads
        </h2>
        <Link href="/threads" className="ml-auto rounded-sm text-xs text-fg-2 hover:text-fg hover:underline">
          All threads
        </Link>
      </div>
      <div className="flex flex-col rounded-xl border bg-surface">
        <Rows />
      </div>
    </section>
  );
}

function Rows() {
  const page = useQuery(threadsQuery({ limit: SHOWN, offset: 0, sort: 'updated_at', order: 'desc' }));
  if (page.isError) {
    return <ErrorState title="The threads could not be read" error={page.error} onRetry={() => page.refetch()} />;
  }
  if (page.isPending) return <RowSkeletons />;
  if (page.data.threads.length === 0) {
    return (
      <p className="px-4 py-8 text-center text-fg-2">
        No threads yet. Start one from a graph, or run a script of your own on this database: it shows up here.
      </p>
    );
  }
  return (
    <ul className="divide-y">
      {page.data.threads.map((thread) => (
        <li key={thread.threadId}>
          <Row thread={thread} />
        </li>
      ))}
    </ul>
  );
}

function Row({ thread }: { thread: ThreadSummary }) {
  return (
    <Link
      href={`/threads/${encodeURIComponent(thread.threadId)}`}
      prefetch={false}
      className="flex flex-col gap-1 px-4 py-2.5 -outline-offset-2 transition-colors hover:bg-hover"
    >
      <span className="flex min-w-0 items-center gap-2">
        <span className="truncate font-medium">{thread.graphId ?? 'unknown graph'}</span>
        <span className="ml-auto shrink-0">
          <ThreadStatus status={thread.status} />
        </span>
      </span>
      <span className="flex items-center gap-2 text-xs text-fg-3">
        <span className="font-mono">{shortId(thread.threadId)}</span>
        <span aria-hidden>·</span>
        <span>
          {thread.checkpointCount} {thread.checkpointCount === 1 ? 'checkpoint' : 'checkpoints'}
        </span>
        <span className="ml-auto">
          <RelativeTime timeMs={thread.updatedAt} />
        </span>
      </span>
    </Link>
  );
}

function RowSkeletons() {
  return (
    <div aria-busy="true" className="divide-y">
      <span className="sr-only">Loading threads</span>
      {['a', 'b', 'c', 'd', 'e'].map((key) => (
        <div key={key} className="flex flex-col gap-2 px-4 py-3">
          <Skeleton className="h-4 w-3/5" />
          <Skeleton className="h-3 w-2/5" />
        </div>
      ))}
    </div>
  );
}
