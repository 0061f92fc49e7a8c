'use client';

import { Check } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { ApiError } from '@/lib/client/api';
import { useImportCapsule, useOpenCapsule } from '@/lib/client/capsules';
import { Button } from '../ui/button';
import { formatBytes, formatCount } from '../ui/format';

/** One file: what can be done with it, what came of it, or why nothing did. */
export function ImportRow({ file }: { file: File }) {
  const { push } = useRouter();
  const importing = useImportCapsule();
  const opening = useOpenCapsule();
  const error = importing.error ?? opening.error;
  const isThere = error instanceof ApiError && error.code === 'THREAD_EXISTS';
  const isBusy = importing.isPending || opening.isPending;
  const begin = (as: 'same' | 'new') => {
    opening.reset();
    importing.mutate({ file, as });
  };
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5">
      <p className="min-w-0 flex-1 truncate">
        <span className="font-mono text-xs">{file.name}</span>{' '}
        <span className="text-fg-3">{formatBytes(file.size)}</span>
      </p>
      {importing.data ? (
        <p role="status" className="flex items-center gap-2">
          <Check aria-hidden size={14} className="text-done" />
          {formatCount(importing.data.checkpoints, 'checkpoint')} imported.
          <Link
            href={`/threads/${encodeURIComponent(importing.data.thread_id)}`}
            className="rounded-sm font-medium text-now hover:underline"
          >
            Open the thread
          </Link>
        </p>
      ) : (
        <>
          {isThere ? (
            <Button tone="now" isBusy={isBusy} onClick={() => begin('new')}>
              Import as a new thread
            </Button>
          ) : (
            <Button tone="now" isBusy={isBusy} onClick={() => begin('same')}>
              Import
            </Button>
          )}
          <Button
            isBusy={isBusy}
            onClick={() => {
              importing.reset();
              opening.mutate(file, {
                onSuccess: ({ thread_id }) => push(`/threads/${encodeURIComponent(thread_id)}`),
              });
            }}
          >
            Open read-only
          </Button>
        </>
      )}
      {error !== null && (
        <p role="alert" className="w-full text-fail">
          {isThere ? 'There is a thread of that id already; nothing was imported.' : error.message}
        </p>
      )}
    </li>
  );
}
