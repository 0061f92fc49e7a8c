'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { ThreadStatus } from '@/app/components/thread-status';
import { Badge } from '@/app/components/ui/badge';
import { cx } from '@/app/components/ui/cx';
import { streamStatusQuery } from '@/lib/client/use-run-stream';
import { branchStatus } from '@/lib/inspect/branch-status';
import { untoldFailure } from '@/lib/inspect/untold-failure';
import { useDebugger } from '../debugger-model';
import { hitText, reasonText } from './reason-text';

/** Loads when there is a failure to tell. */
const RunFailure = dynamic(() => import('./run-failure').then((module) => module.RunFailure), { loading: () => null });

/** How the branch shown stands and why; and whether what is shown is still live. */
export function RunStatus() {
  const { timeline, history, branchId, shownPath } = useDebugger();
  const { data: stream } = useQuery(streamStatusQuery);
  const tip = history.byId.get(shownPath.at(-1) ?? '') ?? null;
  const { status, reason, stoppedRun } = branchStatus({
    branchId,
    isHead: timeline.branches.some((branch) => branch.isHead && branch.branchId === branchId),
    tip,
    runs: timeline.runs,
    thread: timeline.thread,
  });
  const hit = hitText(stoppedRun);
  const failure = untoldFailure({ branchId, tip, runs: timeline.runs });
  const why = hit?.text ?? reasonText(status, reason);
  return (
    <>
      <div role="status" className="flex items-center gap-2">
        <ThreadStatus status={status} />
        {why && (
          <span
            title={why}
            className={cx('max-w-80 truncate text-xs max-xl:max-w-24', hit?.isProblem ? 'text-fail' : 'text-fg-2')}
          >
            {why}
          </span>
        )}
        {stream === 'lost' && <Badge tone="fail">Not live: the server does not answer</Badge>}
      </div>
      {failure && <RunFailure key={failure.runId} run={failure} />}
    </>
  );
}
