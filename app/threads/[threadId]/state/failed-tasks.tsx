'use client';

import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { foldedStateQuery } from '@/lib/client/parts';
import type { TimelineEntry } from '@/lib/contracts/debugger';
import { useDebugger } from '../debugger-model';
import { StackFrames } from '../task/stack-frames';

/** What the tasks pending at the selected checkpoint failed with. Nothing where none failed. */
export function FailedTasks({ entry }: { entry: TimelineEntry }) {
  return entry.failedTasks.length > 0 ? <Failures checkpointId={entry.checkpointId} /> : null;
}

function Failures({ checkpointId }: { checkpointId: string }) {
  const { threadId, namespace } = useDebugger();
  const { data: state } = useQuery(foldedStateQuery(threadId, checkpointId, namespace));
  const failed = state?.tasks.filter((task) => task.error !== null) ?? [];
  if (failed.length === 0) return null;
  return (
    <ul aria-label="What failed here" className="max-h-[50%] shrink-0 divide-y divide-fail/20 overflow-auto border-b">
      {failed.map(({ id, name, error }) => (
        <li key={id} className="flex flex-col gap-1 bg-fail-soft px-3 py-2">
          <p className="flex items-center gap-1.5 font-medium text-fail text-xs">
            <X aria-hidden size={13} />
            {name} failed
          </p>
          <p role="alert" className="whitespace-pre-wrap break-words">
            {error?.message}
          </p>
          {error?.stack !== undefined && <StackFrames stack={error.stack} />}
        </li>
      ))}
    </ul>
  );
}
