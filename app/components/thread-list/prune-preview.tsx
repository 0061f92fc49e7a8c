'use client';

import { useQuery } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import { usePruneThreads } from '@/lib/client/thread-mutations';
import { type PruneRule, pruningQuery } from '@/lib/client/threads';
import type { PruneAnswer } from '@/lib/contracts/prune';
import { EmptyState } from '../ui/empty-state';
import { ErrorState } from '../ui/error-state';
import { formatBytes, formatCount } from '../ui/format';
import { shortId } from '../ui/short-id';
import { Skeleton } from '../ui/skeleton';
import { PruneConfirmation } from './prune-confirmation';

const SHOWN_THREADS = 5;

/** What would go by a rule, and the way to let it go. Another rule wants another instance. */
export function PrunePreview({ rule }: { rule: PruneRule }) {
  const preview = useQuery(pruningQuery(rule));
  const prune = usePruneThreads();
  if (prune.isSuccess) return <Done answer={prune.data} />;
  if (preview.isError) {
    return (
      <ErrorState title="What would go could not be told" error={preview.error} onRetry={() => preview.refetch()} />
    );
  }
  if (preview.isPending) return <PreviewSkeleton />;
  if (preview.data.checkpoints === 0) {
    return <EmptyState title="Nothing would go">Choose a shorter time, or other threads.</EmptyState>;
  }
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-3 px-4 py-3">
      <div className="min-w-0">
        <p role="status">
          <strong className="font-medium">{describe(preview.data)}</strong> would go and free{' '}
          {formatBytes(Math.max(preview.data.bytes, 0))}.
        </p>
        <ul className="mt-1.5 text-fg-2">
          {preview.data.threads.slice(0, SHOWN_THREADS).map(({ threadId, checkpoints, bytes, isGone }) => (
            <li key={threadId} className="flex items-baseline gap-2">
              <span className="font-mono text-xs" title={threadId}>
                {shortId(threadId)}
              </span>
              <span>
                {formatCount(checkpoints, 'checkpoint')}, {formatBytes(Math.max(bytes, 0))}
                {isGone && ': the whole thread'}
              </span>
            </li>
          ))}
        </ul>
        {preview.data.threadCount > SHOWN_THREADS && (
          <p className="text-fg-3">and of {formatCount(preview.data.threadCount - SHOWN_THREADS, 'more thread')}</p>
        )}
      </div>
      <PruneConfirmation
        label={`Remove ${formatCount(preview.data.checkpoints, 'checkpoint')}`}
        isBusy={prune.isPending}
        error={prune.error}
        onConfirm={() => prune.mutate(rule)}
      />
    </div>
  );
}

function describe({ checkpoints, threadCount, goneCount }: PruneAnswer): string {
  const whole = goneCount === 0 ? '' : `, ${goneCount.toLocaleString('en')} of them whole,`;
  return `${formatCount(checkpoints, 'checkpoint')} of ${formatCount(threadCount, 'thread')}${whole}`;
}

function Done({ answer }: { answer: PruneAnswer }) {
  return (
    <p role="status" className="flex items-center gap-2 px-4 py-3">
      <Check aria-hidden size={15} className="text-done" />
      {formatCount(answer.checkpoints, 'checkpoint')} of {formatCount(answer.threadCount, 'thread')} removed,{' '}
      {formatBytes(Math.max(answer.bytes, 0))} freed.
    </p>
  );
}

function PreviewSkeleton() {
  return (
    <div aria-busy="true" className="flex flex-col gap-2 px-4 py-3">
      <span className="sr-only">Working out what would go</span>
      <Skeleton className="h-4 w-80" />
      <Skeleton className="h-3.5 w-60" />
      <Skeleton className="h-3.5 w-60" />
    </div>
  );
}
