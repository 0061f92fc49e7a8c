'use client';

import Link from 'next/link';
import { PageShell } from '@/app/components/shell/page-shell';
import { buttonClass } from '@/app/components/ui/button';
import { EmptyState } from '@/app/components/ui/empty-state';
import { ErrorState } from '@/app/components/ui/error-state';

interface UnreadThreadProps {
  threadId: string;
  error: Error;
  onRetry: () => void;
}

/** Its timeline did not come. */
export function UnreadThread({ threadId, error, onRetry }: UnreadThreadProps) {
  return (
    <PageShell>
      <h1 className="sr-only">Thread {threadId}</h1>
      <ErrorState title="The thread could not be read" error={error} onRetry={onRetry} />
    </PageShell>
  );
}

export function UnknownThread({ threadId }: { threadId: string }) {
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
