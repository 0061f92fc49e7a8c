'use client';

import { ArrowRight, X } from 'lucide-react';
import Link from 'next/link';
import { useEffect, useRef } from 'react';
import { useCopyThreads } from '@/lib/client/thread-mutations';
import { formatCount } from '../ui/format';
import { IconButton } from '../ui/icon-button';
import { shortId } from '../ui/short-id';

/** Copies the threads and says where the copies are. */
export function CopyPane({ threadIds, onClose }: { threadIds: string[]; onClose: () => void }) {
  const { mutate, data, isPending } = useCopyThreads();
  const hasBegun = useRef(false);
  useEffect(() => {
    // Once, also where development mounts twice.
    if (!hasBegun.current) mutate(threadIds);
    hasBegun.current = true;
  }, [mutate, threadIds]);
  const copied = data?.filter(({ error }) => error === null) ?? [];
  return (
    <section
      aria-label={`Copy ${formatCount(threadIds.length, 'thread')}`}
      className="flex items-start gap-3 rounded-xl border bg-surface py-2 pr-2 pl-4"
    >
      <div className="min-w-0 flex-1 py-1">
        <p role="status">
          {data === undefined
            ? `Copying ${formatCount(threadIds.length, 'thread')}…`
            : `${formatCount(copied.length, 'thread')} copied, with all steps. Runs stay with the original.`}
        </p>
        <ul aria-busy={isPending} className="max-h-40 overflow-y-auto text-fg-2">
          {data?.map(({ threadId, copyId, error }) => (
            <li key={threadId} className="flex items-center gap-2 pt-1">
              <span className="font-mono text-xs" title={threadId}>
                {shortId(threadId)}
              </span>
              <ArrowRight aria-hidden size={12} className="text-fg-3" />
              {copyId === null ? (
                <span role="alert" className="text-fail">
                  {error?.message}
                </span>
              ) : (
                <Link
                  href={`/threads/${encodeURIComponent(copyId)}`}
                  title={copyId}
                  className="rounded-sm font-mono text-xs font-medium text-now hover:underline"
                >
                  {shortId(copyId)}
                </Link>
              )}
            </li>
          ))}
        </ul>
      </div>
      <IconButton label="Close copying" icon={<X aria-hidden size={15} />} onClick={onClose} />
    </section>
  );
}
