'use client';

import { RelativeTime } from '@/app/components/ui/relative-time';
import { Tooltip } from '@/app/components/ui/tooltip';
import type { TimelineEntry } from '@/lib/contracts/debugger';
import { stepDurationMs, writtenBytes } from '@/lib/inspect/explain';
import { stepLabel } from '@/lib/inspect/marks';
import { formatBytes, formatCount, formatDuration } from '../../../components/ui/format';

/** `Step 2 classify · 12 tasks in 47 ms · 3 min ago · 2.1 KB` */
export function StateHeader({ entry }: { entry: TimelineEntry }) {
  const taskCount = entry.tasks.filter((task) => task.status === 'done').length;
  const durationMs = stepDurationMs(entry);
  return (
    <header className="flex h-9 shrink-0 items-center gap-2 overflow-hidden border-b px-3 text-xs whitespace-nowrap text-fg-2">
      <h2 className="text-sm font-semibold text-fg">Step {entry.step}</h2>
      <span className="truncate text-sm text-fg">{stepLabel(entry)}</span>
      {durationMs !== null && (
        <span>
          · {formatCount(taskCount, 'task')} in {formatDuration(durationMs)}
        </span>
      )}
      <span>
        · <RelativeTime timeMs={entry.createdAt} />
      </span>
      <span className="flex-1" />
      <Tooltip text="Stored for what this step changed">
        <span className="font-mono text-fg-3">{formatBytes(writtenBytes(entry))}</span>
      </Tooltip>
    </header>
  );
}
