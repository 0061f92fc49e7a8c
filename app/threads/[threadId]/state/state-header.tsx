'use client';

import { RelativeTime } from '@/app/components/ui/relative-time';
import { Tooltip } from '@/app/components/ui/tooltip';
import type { TimelineEntry } from '@/lib/contracts/debugger';
import { stepDurationMs, writtenBytes } from '@/lib/inspect/explain';
import { stepLabel } from '@/lib/inspect/marks';
import { formatBytes, formatCount, formatDuration } from '../../../components/ui/format';

/**
 * `Step 2 classify   12 tasks in 47 ms   3 min ago   2.1 KB`, each in a column of its own: what changes from step to step
 * moves nothing beside it, and its size begins at its right end. A narrow pane leaves out how long it took.
 */
export function StateHeader({ entry }: { entry: TimelineEntry }) {
  const taskCount = entry.tasks.filter((task) => task.status === 'done').length;
  const durationMs = stepDurationMs(entry);
  return (
    <header className="@container flex h-9 shrink-0 items-center gap-2 overflow-hidden border-b px-3 text-xs whitespace-nowrap text-fg-2">
      <h2 className="min-w-18 text-sm font-semibold text-fg">Step {entry.step}</h2>
      <span className="min-w-0 flex-1 truncate text-sm text-fg">{stepLabel(entry)}</span>
      <span className="w-32 shrink-0 truncate @max-md:hidden">
        {durationMs !== null && `${formatCount(taskCount, 'task')} in ${formatDuration(durationMs)}`}
      </span>
      <span className="w-20 shrink-0 truncate">
        <RelativeTime timeMs={entry.createdAt} />
      </span>
      <Tooltip text="Stored for what this step changed">
        <span className="w-15 shrink-0 truncate text-right text-fg-3 tabular-nums [direction:rtl] [unicode-bidi:plaintext]">
          {formatBytes(writtenBytes(entry))}
        </span>
      </Tooltip>
    </header>
  );
}
