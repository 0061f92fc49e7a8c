'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { Button, buttonClass } from '@/app/components/ui/button';
import { EmptyState } from '@/app/components/ui/empty-state';
import { ErrorState } from '@/app/components/ui/error-state';
import { formatCount } from '@/app/components/ui/format';
import { tasksFileUrl, tasksQuery } from '@/lib/client/tasks';
import type { TimelineEntry } from '@/lib/contracts/debugger';
import type { TaskDetails } from '@/lib/contracts/task-details';
import { useDebugger } from '../../debugger-model';
import { StateSkeleton } from '../state-skeleton';
import { TaskCard } from './task-card';

/** So few are read at once: they are open. */
const FEW = 3;

/** The tasks that made the selected step, and those that are pending there. */
export function TasksTab({ entry }: { entry: TimelineEntry }) {
  const { threadId, namespace } = useDebugger();
  const tasks = useInfiniteQuery(tasksQuery(threadId, entry.checkpointId, namespace));
  if (tasks.error) {
    return <ErrorState title="The tasks could not be read" error={tasks.error} onRetry={() => void tasks.refetch()} />;
  }
  if (!tasks.data) return <StateSkeleton />;
  const all = tasks.data.pages.flatMap((page) => page.tasks);
  const [first] = tasks.data.pages;
  if (!first || first.total === 0) {
    return (
      <EmptyState title="No task here">
        {entry.source === 'update'
          ? 'A person made this step by an edit, and nothing runs next.'
          : 'No node made this step, and nothing runs next.'}
      </EmptyState>
    );
  }
  const ran = all.filter((task) => !task.isPending);
  const pending = all.filter((task) => task.isPending);
  return (
    <>
      <div className="flex h-9 shrink-0 items-center gap-2 border-b px-3 text-xs text-fg-2">
        <span className="min-w-0 flex-1 truncate">
          {!first.hasConsole && 'Console output is recorded of runs of this server only: a script made this step.'}
        </span>
        <a
          download
          href={tasksFileUrl(threadId, entry.checkpointId, namespace)}
          className={buttonClass('neutral', 'sm')}
        >
          <Download aria-hidden size={11} />
          Download
        </a>
      </div>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by keyboard.
        tabIndex={0}
        aria-label="Tasks"
        className="min-h-0 flex-1 overflow-auto focus-visible:-outline-offset-2"
      >
        <TaskList title="Made this step" tasks={ran} />
        <TaskList
          title={pending.every(({ status }) => status === 'done') ? 'Ran from here' : 'Pending here'}
          tasks={pending}
        />
        {tasks.hasNextPage && (
          <div className="p-3">
            <Button size="sm" isBusy={tasks.isFetchingNextPage} onClick={() => void tasks.fetchNextPage()}>
              {formatCount(first.total - all.length, 'more task')}
            </Button>
          </div>
        )}
      </section>
    </>
  );
}

function TaskList({ title, tasks }: { title: string; tasks: TaskDetails[] }) {
  if (tasks.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3 className="sticky top-0 z-10 flex h-7 items-center gap-2 border-b bg-sunken px-3 text-2xs font-medium text-fg-2">
        {title}
        <span className="text-fg-3">{tasks.length}</span>
      </h3>
      <ul>
        {tasks.map((task) => (
          <TaskCard key={task.id} task={task} isOpenAtFirst={tasks.length <= FEW || task.error !== null} />
        ))}
      </ul>
    </section>
  );
}
