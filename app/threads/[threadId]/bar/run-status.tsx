'use client';

import { useQuery } from '@tanstack/react-query';
import { ThreadStatus } from '@/app/components/thread-status';
import { Badge } from '@/app/components/ui/badge';
import { streamStatusQuery } from '@/lib/client/use-run-stream';
import { useDebugger } from '../debugger-model';
import { reasonText } from './reason-text';

/** How the thread stands and why; and whether what is shown is still live. */
export function RunStatus() {
  const { timeline } = useDebugger();
  const { data: stream } = useQuery(streamStatusQuery);
  const reason = reasonText(timeline.thread.status, timeline.thread.reason);
  return (
    <div role="status" className="flex items-center gap-2">
      <ThreadStatus status={timeline.thread.status} />
      {reason && <span className="text-xs text-fg-2">{reason}</span>}
      {stream === 'lost' && <Badge tone="fail">Not live: the server does not answer</Badge>}
    </div>
  );
}
