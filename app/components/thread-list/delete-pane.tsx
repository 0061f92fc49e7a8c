'use client';

import { useEffect, useRef } from 'react';
import { useDeleteThreads } from '@/lib/client/thread-mutations';
import { Button } from '../ui/button';
import { formatCount } from '../ui/format';
import { onEscape } from '../ui/on-key';
import { shortId } from '../ui/short-id';

interface DeletePaneProps {
  threadIds: string[];
  onClose: () => void;
  onDeleted: () => void;
}

const SHOWN = 6;

/** Names what goes, then the deed. The safe button has the focus; Escape leaves. */
export function DeletePane({ threadIds, onClose, onDeleted }: DeletePaneProps) {
  const remove = useDeleteThreads();
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  const count = formatCount(threadIds.length, 'thread');
  const rest = threadIds.length - SHOWN;
  return (
    <section
      aria-label={`Delete ${count}`}
      className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-xl border border-fail/40 bg-fail-soft px-4 py-2.5"
      onKeyDown={onEscape(onClose)}
    >
      <p className="min-w-0 flex-1">
        Delete {count} with every checkpoint, branch and run:{' '}
        <span className="font-mono text-xs">{threadIds.slice(0, SHOWN).map(shortId).join(', ')}</span>
        {rest > 0 && ` and ${rest.toLocaleString('en')} more`}? It cannot be brought back.
        {remove.error !== null && <span role="alert"> {remove.error.message}</span>}
      </p>
      <Button ref={keep} onClick={onClose}>
        Keep
      </Button>
      <Button
        tone="danger"
        isBusy={remove.isPending}
        onClick={() => remove.mutate(threadIds, { onSuccess: onDeleted })}
      >
        Delete {count}
      </Button>
    </section>
  );
}
