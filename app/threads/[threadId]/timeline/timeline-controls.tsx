'use client';

import { ChevronFirst, ChevronLast, ChevronLeft, ChevronRight, Radio, ZoomIn, ZoomOut } from 'lucide-react';
import { Button } from '@/app/components/ui/button';
import { IconButton } from '@/app/components/ui/icon-button';
import { type Move, moveSelection, positionOnPath } from '@/lib/inspect/path';
import { formatCount } from '../../../components/ui/format';
import { useDebugger, useDebuggerActions } from '../debugger-model';

export function TimelineControls({ zoom }: { zoom: (factor: number) => void }) {
  const { history, selection, entry, shownPath, timeline } = useDebugger();
  const { select, follow } = useDebuggerActions();
  const at = selection ? positionOnPath(history, shownPath, selection.checkpointId) : -1;
  const lastStep = history.byId.get(shownPath.at(-1) ?? '')?.step ?? 0;
  const go = (move: Move) => selection && select(moveSelection(history, selection, move), { isJump: move === 'first' });
  const isFirst = at <= 0;
  const isLast = at === shownPath.length - 1;
  return (
    <div className="flex h-9 shrink-0 items-center gap-1 border-b px-2">
      <IconButton
        label="First step"
        keys="Home"
        icon={<ChevronFirst aria-hidden size={15} />}
        disabled={isFirst}
        onClick={() => go('first')}
      />
      <IconButton
        label="Previous step"
        keys="←"
        icon={<ChevronLeft aria-hidden size={15} />}
        disabled={isFirst}
        onClick={() => go('previous')}
      />
      <IconButton
        label="Next step"
        keys="→"
        icon={<ChevronRight aria-hidden size={15} />}
        disabled={isLast}
        onClick={() => go('next')}
      />
      <IconButton
        label="Last step"
        keys="End"
        icon={<ChevronLast aria-hidden size={15} />}
        disabled={isLast}
        onClick={() => selection && follow(selection.branchId)}
      />
      <span className="ml-2 font-mono text-xs whitespace-nowrap">
        {entry ? (
          <>
            step {entry.step} <span className="text-fg-3">of {lastStep}</span>
          </>
        ) : (
          <span className="text-fg-3">no step selected</span>
        )}
      </span>
      <div className="flex-1" />
      <span className="mr-2 text-xs whitespace-nowrap text-fg-2 max-md:hidden">
        {formatCount(timeline.branches.length, 'branch', 'branches')} ·{' '}
        {formatCount(history.entries.length, 'checkpoint')}
      </span>
      <IconButton
        label="Show more of the timeline"
        icon={<ZoomOut aria-hidden size={14} />}
        onClick={() => zoom(1 / 1.4)}
      />
      <IconButton label="Show fewer steps, larger" icon={<ZoomIn aria-hidden size={14} />} onClick={() => zoom(1.4)} />
      <FollowToggle />
    </div>
  );
}

/** Following keeps the newest step selected; selecting any step ends it. */
function FollowToggle() {
  const { isFollowing, selection } = useDebugger();
  const { select, follow } = useDebuggerActions();
  return isFollowing ? (
    <Button
      size="sm"
      aria-pressed="true"
      className="border-transparent! bg-done-soft! text-done!"
      icon={<span aria-hidden className="size-1.5 rounded-full bg-done" />}
      onClick={() => selection && select(selection)}
    >
      Following
    </Button>
  ) : (
    <Button size="sm" icon={<Radio aria-hidden size={12} />} onClick={() => follow(null)}>
      Return to live
    </Button>
  );
}
