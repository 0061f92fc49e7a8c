'use client';

import { useQuery } from '@tanstack/react-query';
import { ThreadStatus } from '@/app/components/thread-status';
import { Badge } from '@/app/components/ui/badge';
import { cx } from '@/app/components/ui/cx';
import { streamStatusQuery } from '@/lib/client/use-run-stream';
import { branchStatus } from '@/lib/inspect/branch-status';
import { useDebugger } from '../debugger-model';
import { hitText, reasonText } from './reason-text';

/** How the branch shown stands and why; and whether what is shown is still live. */
export function RunStatus() {
  const { timeline, history, branchId, shownPath } = useDebugger();
  const { data: stream } = useQuery(streamStatusQuery);
  const { status, reason, stoppedRun } = branchStatus({
    branchId,
    isHead: timeline.branches.some((branch) => branch.isHead && branch.branchId === branchId),
    tip: history.byId.get(shownPath.at(-1) ?? '') ?? null,
    runs: timeline.runs,
    thread: timeline.thread,
  });
  const hit = hitText(stoppedRun);
  const why = hit?.text ?? reasonText(status, reason);
  return (
    <div role="status" className="flex items-center gap-2">
      <ThreadStatus status={status} />
      {why && (
        <span title={why} className={cx('max-w-80 truncate text-xs', hit?.isProblem ? 'text-fail' : 'text-fg-2')}>
          {why}
        </span>
      )}
      {stream === 'lost' && <Badge tone="fail">Not live: the server does not answer</Badge>}
    </div>
  );
}
