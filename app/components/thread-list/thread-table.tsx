import { useQuery } from '@tanstack/react-query';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { sizesQuery, type ThreadSort } from '@/lib/client/threads';
import type { ThreadSummary } from '@/lib/contracts/debugger';
import { cx } from '../ui/cx';
import { Skeleton } from '../ui/skeleton';
import type { ThreadAct } from './thread-act';
import { ThreadRow } from './thread-row';
import type { ChosenThreads } from './use-chosen-threads';

interface ThreadTableProps {
  threads: ThreadSummary[];
  sort: ThreadSort;
  order: 'asc' | 'desc';
  onSort: (next: { sort: ThreadSort; order: 'asc' | 'desc' }) => void;
  chosen: ChosenThreads;
  onAct: (act: ThreadAct) => void;
  onCondition: (condition: string) => void;
}

const HEAD_CLASS = 'h-8 px-3 text-left text-xs font-normal text-fg-3 first:pl-4 last:pr-4';

export function ThreadTable({ threads, sort, order, onSort, chosen, onAct, onCondition }: ThreadTableProps) {
  const threadIds = threads.map(({ threadId }) => threadId);
  const sizes = useQuery(sizesQuery(threadIds));
  const heading = (key: ThreadSort, label: string) => (
    <SortHeading
      label={label}
      direction={sort === key ? order : null}
      onSort={(next) => onSort({ sort: key, order: next })}
    />
  );
  return (
    <div className="overflow-x-auto">
      <table className="w-full border-collapse">
        <thead className="border-b">
          <tr>
            <th className={cx(HEAD_CLASS, 'w-8 pr-0')}>
              <input
                type="checkbox"
                checked={threadIds.every((threadId) => chosen.ids.has(threadId))}
                aria-label="Choose all threads of this page"
                className="block accent-now"
                onChange={() => chosen.toggleAll(threadIds)}
              />
            </th>
            {heading('thread_id', 'Thread')}
            <th className={HEAD_CLASS}>Graph</th>
            {heading('status', 'Status')}
            <th className={cx(HEAD_CLASS, 'text-right')}>Checkpoints</th>
            <th className={cx(HEAD_CLASS, 'text-right')}>Branches</th>
            <th className={cx(HEAD_CLASS, 'text-right')}>Size</th>
            {heading('created_at', 'Created')}
            {heading('updated_at', 'Updated')}
            <th className={HEAD_CLASS}>
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody className="divide-y">
          {threads.map((thread) => (
            <ThreadRow
              key={thread.threadId}
              thread={thread}
              size={sizes.data?.get(thread.threadId)}
              isChosen={chosen.ids.has(thread.threadId)}
              onToggle={chosen.toggle}
              onAct={onAct}
              onCondition={onCondition}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface SortHeadingProps {
  label: string;
  /** Null when the table is sorted by another column. */
  direction: 'asc' | 'desc' | null;
  onSort: (direction: 'asc' | 'desc') => void;
}

function SortHeading({ label, direction, onSort }: SortHeadingProps) {
  const Arrow = direction === 'asc' ? ArrowUp : ArrowDown;
  return (
    <th
      className={HEAD_CLASS}
      aria-sort={direction === null ? 'none' : direction === 'asc' ? 'ascending' : 'descending'}
    >
      <button
        type="button"
        onClick={() => onSort(direction === 'desc' ? 'asc' : 'desc')}
        className={cx('inline-flex items-center gap-1 rounded-sm hover:text-fg', direction !== null && 'text-fg')}
      >
        {label}
        <Arrow aria-hidden size={12} className={cx(direction === null && 'invisible')} />
      </button>
    </th>
  );
}

export function TableSkeleton() {
  return (
    <div aria-busy="true" className="divide-y">
      <span className="sr-only">Loading threads</span>
      {['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((key) => (
        <div key={key} className="flex h-10 items-center gap-8 px-4">
          <Skeleton className="h-3.5 w-32" />
          <Skeleton className="h-3.5 w-24" />
          <Skeleton className="h-5 w-28" />
          <Skeleton className="ml-auto h-3.5 w-20" />
        </div>
      ))}
    </div>
  );
}
