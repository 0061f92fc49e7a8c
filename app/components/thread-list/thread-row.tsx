'use client';

import { Copy, Scissors, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import type { ThreadSummary } from '@/lib/contracts/debugger';
import type { ThreadSize as Size } from '@/lib/contracts/prune';
import { ThreadStatus } from '../thread-status';
import { CopyId } from '../ui/copy-id';
import { cx } from '../ui/cx';
import { IconButton } from '../ui/icon-button';
import { RelativeTime } from '../ui/relative-time';
import { shortId } from '../ui/short-id';
import { DeleteConfirmation } from './delete-confirmation';
import { RowMetadata } from './row-metadata';
import type { ThreadAct } from './thread-act';
import { ThreadSize } from './thread-size';
import { ROW_LINK } from './use-thread-keys';

const CELL_CLASS = 'h-10 px-3 first:pl-4 last:pr-4';

interface ThreadRowProps {
  thread: ThreadSummary;
  size: Size | undefined;
  isChosen: boolean;
  onToggle: (threadId: string) => void;
  onAct: (act: ThreadAct) => void;
  onCondition: (condition: string) => void;
}

export function ThreadRow({ thread, size, isChosen, onToggle, onAct, onCondition }: ThreadRowProps) {
  const [asksToDelete, setAsksToDelete] = useState(false);
  const { threadId } = thread;
  if (asksToDelete) {
    return (
      <tr className="bg-fail-soft">
        <td colSpan={10} className={CELL_CLASS}>
          <DeleteConfirmation thread={thread} onCancel={() => setAsksToDelete(false)} />
        </td>
      </tr>
    );
  }
  return (
    <tr className={cx('group/row hover:bg-hover focus-within:bg-hover', isChosen && 'bg-now-soft/50')}>
      <td className={`${CELL_CLASS} w-8 pr-0`}>
        <input
          type="checkbox"
          checked={isChosen}
          aria-label={`Choose thread ${shortId(threadId)}`}
          className="block accent-now"
          onChange={() => onToggle(threadId)}
        />
      </td>
      <td className={CELL_CLASS}>
        <span className="flex items-center gap-1.5">
          <Link
            href={`/threads/${encodeURIComponent(threadId)}`}
            prefetch={false}
            title={threadId}
            {...{ [ROW_LINK]: threadId }}
            className="rounded-sm font-mono text-xs font-medium whitespace-nowrap hover:underline"
          >
            {shortId(threadId)}
          </Link>
          <CopyId id={threadId} label="thread id" isIconOnly />
          <RowMetadata metadata={thread.metadata} onCondition={onCondition} />
        </span>
      </td>
      <td className={cx(CELL_CLASS, 'whitespace-nowrap')}>
        {thread.graphId ?? <span className="text-fg-3">unknown</span>}
      </td>
      <td className={CELL_CLASS}>
        <span className="flex items-center gap-2">
          <ThreadStatus status={thread.status} />
          <StatusDetail thread={thread} />
        </span>
      </td>
      <td className={`${CELL_CLASS} text-right`}>{thread.checkpointCount.toLocaleString('en')}</td>
      <td className={`${CELL_CLASS} text-right`}>{thread.branchCount.toLocaleString('en')}</td>
      <td className={`${CELL_CLASS} text-right`}>
        <ThreadSize size={size} />
      </td>
      <td className={`${CELL_CLASS} text-fg-2`}>
        <RelativeTime timeMs={thread.createdAt} />
      </td>
      <td className={`${CELL_CLASS} text-fg-2`}>
        <RelativeTime timeMs={thread.updatedAt} />
      </td>
      <td className={`${CELL_CLASS} w-28 text-right whitespace-nowrap`}>
        <IconButton
          label={`Copy thread ${shortId(threadId)}`}
          icon={<Copy aria-hidden size={14} />}
          className="opacity-0 group-focus-within/row:opacity-100 group-hover/row:opacity-100"
          onClick={() => onAct({ kind: 'copy', threadIds: [threadId] })}
        />
        <IconButton
          label={`Prune thread ${shortId(threadId)}`}
          icon={<Scissors aria-hidden size={14} />}
          className="opacity-0 group-focus-within/row:opacity-100 group-hover/row:opacity-100"
          onClick={() => onAct({ kind: 'prune', threadIds: [threadId] })}
        />
        <IconButton
          label={`Delete thread ${shortId(threadId)}`}
          icon={<Trash2 aria-hidden size={14} />}
          className="opacity-0 group-focus-within/row:opacity-100 group-hover/row:opacity-100"
          onClick={() => setAsksToDelete(true)}
        />
      </td>
    </tr>
  );
}

/** What would run next, or why it stopped. */
function StatusDetail({ thread }: { thread: ThreadSummary }) {
  const isHeld = thread.status === 'stopped' || thread.status === 'waiting' || thread.status === 'failed';
  if (!isHeld || thread.next.length === 0) return null;
  const nodes = [...new Set(thread.next)];
  return (
    <span className="max-w-60 truncate text-xs text-fg-3">
      at <span className="font-mono">{nodes.join(', ')}</span>
      {thread.reason === 'server_stopped' && ', the server was stopped'}
    </span>
  );
}
