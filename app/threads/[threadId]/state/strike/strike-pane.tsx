'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ForkBar } from '@/app/components/edit-panel/fork-bar';
import { ErrorState } from '@/app/components/ui/error-state';
import { onModEnter } from '@/app/components/ui/on-key';
import { SelectMenu } from '@/app/components/ui/select-menu';
import { SideTask } from '@/app/components/ui/side-task';
import { useForkWithout } from '@/lib/client/mutations';
import { strikeQuery } from '@/lib/client/strikes';
import { useDebugger, useDebuggerActions } from '../../debugger-model';
import { StateSkeleton } from '../state-skeleton';
import type { Strike } from './strike-context';
import { StrikePreviewBody } from './strike-preview';

const ALL = '';

/** What the state would be without one write; and the fork that goes on without it. */
export function StrikePane({ strike, onClose }: { strike: Strike; onClose: () => void }) {
  const { threadId, timeline, history } = useDebugger();
  const { select } = useDebuggerActions();
  const [channel, setChannel] = useState(strike.channel);
  const [name, setName] = useState('');
  const preview = useQuery(strikeQuery(threadId, { ...strike, channel }));
  const fork = useForkWithout(threadId);
  const { graphId, capsule } = timeline.thread;
  const isReadOnly = capsule !== undefined;
  const canFork = preview.data !== undefined && graphId !== null && !isReadOnly;
  const written = useWritten(threadId, strike);
  const save = (run: boolean) => {
    if (!canFork || fork.isPending) return;
    const { checkpointId, taskId } = strike;
    fork.mutate(
      {
        graphId,
        run,
        checkpointId,
        taskId,
        ...(channel !== null && { channel }),
        ...(name.trim() !== '' && { name: name.trim() }),
      },
      {
        onSuccess: (made) => {
          select({ branchId: made.branchId, checkpointId: made.checkpointId }, { isJump: true });
          onClose();
        },
      },
    );
  };
  const step = history.byId.get(strike.checkpointId)?.step;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for everything inside; the button says so too
    <div className="flex min-h-0 flex-1 flex-col p-2" onKeyDown={onModEnter(() => save(true))}>
      <SideTask
        title="Without this write"
        closeLabel="Close without this write"
        className="min-h-0 flex-1 overflow-hidden"
        onClose={onClose}
        choices={
          written.length > 1 && (
            <SelectMenu
              label="Which of its writes"
              value={channel ?? ALL}
              options={[
                { value: ALL, label: 'all that it wrote' },
                ...written.map((each) => ({ value: each, label: each })),
              ]}
              onChange={(value) => setChannel(value === ALL ? null : value)}
            />
          )
        }
      >
        {preview.error ? (
          <ErrorState
            title={`It can’t be shown without this write${step === undefined ? '' : ` of step ${step}`}`}
            error={preview.error}
            onRetry={() => void preview.refetch()}
          />
        ) : preview.data === undefined ? (
          <StateSkeleton />
        ) : (
          <StrikePreviewBody preview={preview.data} />
        )}
        {isReadOnly ? (
          <p className="border-t px-3 py-2 text-xs text-fg-2">
            This capsule is open for reading only: import it to fork.
          </p>
        ) : (
          <ForkBar
            what="without it"
            branchName={name}
            placeholder={`without ${preview.data?.struck.node ?? preview.data?.struck.channels.join(', ') ?? 'it'}`}
            onBranchName={setName}
            canFork={canFork}
            isDirty={false}
            isBusy={fork.isPending}
            error={fork.error}
            onFork={save}
            onDiscard={onClose}
          />
        )}
      </SideTask>
    </div>
  );
}

/** The channels to choose among, as far as the preview of the whole write is known; it is asked for once. */
function useWritten(threadId: string, strike: Strike): string[] {
  const whole = useQuery(strikeQuery(threadId, { ...strike, channel: null }));
  return whole.data?.struck.channels ?? (strike.channel === null ? [] : [strike.channel]);
}
