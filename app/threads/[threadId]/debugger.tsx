'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { PageShell } from '@/app/components/shell/page-shell';
import { buttonClass } from '@/app/components/ui/button';
import { EmptyState } from '@/app/components/ui/empty-state';
import { ErrorState } from '@/app/components/ui/error-state';
import { ApiError } from '@/lib/client/api';
import { timelineQuery } from '@/lib/client/timeline';
import { DebuggerProvider } from './debugger-model';
import { DebuggerPanes } from './debugger-panes';
import { DebuggerSkeleton } from './debugger-skeleton';
import { FindProvider } from './find/find-context';

/** The debugger of one thread, from its light timeline on; each pane then loads what it shows. */
export function Debugger({ threadId }: { threadId: string }) {
  const { data: timeline, error, refetch } = useQuery(timelineQuery(threadId));
  if (timeline) {
    return (
      <DebuggerProvider threadId={threadId} timeline={timeline}>
        <FindProvider>
          <DebuggerPanes />
        </FindProvider>
      </DebuggerProvider>
    );
  }
  if (error instanceof ApiError && error.status === 404) return <UnknownThread threadId={threadId} />;
  if (error) {
    return (
      <PageShell>
        <h1 className="sr-only">Thread {threadId}</h1>
        <ErrorState title="The thread could not be read" error={error} onRetry={() => void refetch()} />
      </PageShell>
    );
  }
  return <DebuggerSkeleton />;
}

function UnknownThread({ threadId }: { threadId: string }) {
  return (
    <PageShell>
      <h1 className="sr-only">Unknown thread</h1>
      <EmptyState
        title="There is no such thread"
        action={
          <Link href="/threads" className={buttonClass('now')}>
            All threads
          </Link>
        }
      >
        Nothing is recorded under <span className="break-all font-mono text-xs">{threadId}</span>. It may have been
        deleted, or it lives in another database.
      </EmptyState>
    </PageShell>
  );
}
