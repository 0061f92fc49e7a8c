'use client';

import { useEffect, useRef } from 'react';
import { useDeleteThread } from '@/lib/client/thread-mutations';
import type { ThreadSummary } from '@/lib/contracts/debugger';
import { Button } from '../ui/button';
import { onEscape } from '../ui/on-key';
import { shortId } from '../ui/short-id';

/** In the row's own place. The safe button has the focus; Escape leaves. */
export function DeleteConfirmation({ thread, onCancel }: { thread: ThreadSummary; onCancel: () => void }) {
  const remove = useDeleteThread();
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  const { threadId, checkpointCount, branchCount } = thread;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset draws a box around the row's cells
    <div
      role="group"
      aria-label={`Delete thread ${threadId}`}
      className="flex items-center gap-2"
      onKeyDown={onEscape(onCancel)}
    >
      <p className="min-w-0 flex-1 truncate">
        Delete <span className="font-mono text-xs">{shortId(threadId)}</span> with{' '}
        {checkpointCount.toLocaleString('en')} {checkpointCount === 1 ? 'checkpoint' : 'checkpoints'} on {branchCount}{' '}
        {branchCount === 1 ? 'branch' : 'branches'}? It cannot be brought back.
        {remove.error !== null && <span role="alert"> {remove.error.message}</span>}
      </p>
      <Button ref={keep} onClick={onCancel}>
        Keep
      </Button>
      <Button tone="danger" isBusy={remove.isPending} onClick={() => remove.mutate(threadId)}>
        Delete
      </Button>
    </div>
  );
}
