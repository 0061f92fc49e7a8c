'use client';

import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { cx } from '@/app/components/ui/cx';
import { formatCount, formatDuration } from '@/app/components/ui/format';
import type { TaskDetails } from '@/lib/contracts/task-details';
import { isPlainObject } from '@/lib/inspect/json';
import { previewOf } from '@/lib/inspect/preview';
import { oddFacts } from '../../task/task-facts';
import { TASK_STATUS } from '../../task/task-status';
import { TaskBody } from './task-body';
import { useTaskNow } from './use-task-now';

/** `▸ ✓ classify   84 ms · 2 attempts · cached · 1,204 tokens · 3 lines`, and opened all that the task left. */
export function TaskCard({ task, isOpenAtFirst }: { task: TaskDetails; isOpenAtFirst: boolean }) {
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  const now = useTaskNow(task);
  const { Icon, tone, label } = TASK_STATUS[now.status];
  return (
    <li className="border-b last:border-b-0">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="flex min-h-8 w-full items-center gap-2 px-3 py-1 text-left hover:bg-hover focus-visible:-outline-offset-2"
      >
        <ChevronRight
          aria-hidden
          size={11}
          className={cx('shrink-0 text-fg-3 transition-transform', isOpen && 'rotate-90')}
        />
        <Icon aria-hidden size={13} className={cx('shrink-0', tone)} />
        <span className="max-w-[50%] shrink-0 truncate font-medium">{task.node}</span>
        <span className={cx('shrink-0 text-xs', tone)}>{label}</span>
        <span className="min-w-0 flex-1 truncate font-mono text-2xs text-fg-3">{sentText(task.input)}</span>
        <span className="flex min-w-0 flex-wrap justify-end gap-x-2 text-2xs text-fg-2 tabular-nums">
          {factsOf(task, now.durationMs).map((fact) => (
            <span key={fact} className="whitespace-nowrap">
              {fact}
            </span>
          ))}
        </span>
      </button>
      {isOpen && <TaskBody task={task} />}
    </li>
  );
}

/** What tells the tasks of a fan-out apart. */
function sentText(input: TaskDetails['input']): string {
  if (input?.kind !== 'sent') return '';
  if (!isPlainObject(input.value)) return previewOf(input.value, 40);
  const entries = Object.entries(input.value).slice(0, SHOWN_KEYS);
  return entries.map(([key, value]) => `${key}: ${previewOf(value, 30)}`).join(', ');
}

const SHOWN_KEYS = 3;

function factsOf(task: TaskDetails, durationMs: number | null): string[] {
  const attempts = Math.max(task.attempts ?? 1, ...task.console.map(({ attempt }) => attempt));
  const lines = task.console.length + (task.consoleCut?.lines ?? 0);
  return [
    ...oddFacts({ ...task, attempts }),
    ...(task.usage ? [formatCount(task.usage.total, 'token')] : []),
    ...(lines > 0 ? [formatCount(lines, 'console line')] : []),
    ...(durationMs !== null && !task.cached ? [formatDuration(durationMs)] : []),
  ];
}
