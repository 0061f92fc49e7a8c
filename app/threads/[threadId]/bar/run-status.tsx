'use client';

import { useQuery } from '@tanstack/react-query';
import { ThreadStatus } from '@/app/components/thread-status';
import { Badge } from '@/app/components/ui/badge';
import { cx } from '@/app/components/ui/cx';
import { isLiveRun } from '@/lib/client/merge-timeline';
import { streamStatusQuery } from '@/lib/client/use-run-stream';
import { lastRunOf } from '@/lib/inspect/run-options';
import { useDebugger } from '../debugger-model';
import { hitText, reasonText } from './reason-text';

/** How the thread stands and why; and whether what is shown is still live. */
export function RunStatus() {
  const { timeline, selection } = useDebugger();
  const { data: stream } = useQuery(streamStatusQuery);
  const { status, reason } = timeline.thread;
  const branchId = selection?.branchId ?? null;
  const hit = status === 'stopped' ? hitText(lastRunOf(timeline.runs, branchId)) : null;
  const isPausing = timeline.runs.some(
    (run) => run.branchId === branchId && run.reason === 'pausing' && isLiveRun(run),
  );
  const why = isPausing ? 'pauses when its step is done' : (hit?.text ?? reasonText(status, reason));
  return (
    <div role="status" className="flex items-center gap-2">
      <ThreadStatus status={timeline.thread.status} />
      {why && (
        <span title={why} className={cx('max-w-80 truncate text-xs', hit?.isProblem ? 'text-fail' : 'text-fg-2')}>
          {why}
        </span>
      )}
      {stream === 'lost' && <Badge tone="fail">Not live: the server does not answer</Badge>}
    </div>
  );
}
