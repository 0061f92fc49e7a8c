'use client';

import { useState } from 'react';
import { formatCount } from '../ui/format';
import { SelectMenu } from '../ui/select-menu';
import { SideTask } from '../ui/side-task';
import { PRUNE_LABELS, type PruneChoice, pruneRule } from './prune-choice';
import { PrunePreview } from './prune-preview';

interface PrunePaneProps {
  /** Null: all threads. */
  threadIds: string[] | null;
  onClose: () => void;
}

/** Lets old checkpoints go: what may, then what that would be, then the deed. */
export function PrunePane({ threadIds, onClose }: PrunePaneProps) {
  const [choice, setChoice] = useState<PruneChoice>({ what: 'week', takesWholeThreads: false });
  const [openedMs] = useState(() => Date.now());
  const scope = threadIds === null ? 'all threads' : formatCount(threadIds.length, 'thread');
  return (
    <SideTask
      title={`Prune ${scope}`}
      closeLabel="Close pruning"
      choices={
        <>
          <SelectMenu
            label="What may go"
            value={choice.what}
            options={Object.entries(PRUNE_LABELS).map(([value, label]) => ({ value, label }))}
            onChange={(what) => setChoice({ ...choice, what: what as PruneChoice['what'] })}
          />
          {choice.what !== 'latest' && (
            <label className="flex items-center gap-2 text-fg-2">
              <input
                type="checkbox"
                checked={choice.takesWholeThreads}
                className="accent-now"
                onChange={(event) => setChoice({ ...choice, takesWholeThreads: event.target.checked })}
              />
              Whole threads, too, when all of them is that old
            </label>
          )}
        </>
      }
      onClose={onClose}
    >
      <PrunePreview key={JSON.stringify(choice)} rule={pruneRule(choice, threadIds, openedMs)} />
      <p className="border-t px-4 py-2 text-xs text-fg-3">
        Never goes: a question that waits for its answer, what a checkpoint that stays needs, and a thread with a run on
        it.
      </p>
    </SideTask>
  );
}
