'use client';

import {
  ChevronFirst,
  ChevronLast,
  ChevronLeft,
  ChevronRight,
  Maximize2,
  Pause,
  Play as PlayIcon,
  Radio,
  StickyNote,
  ZoomIn,
  ZoomOut,
} from 'lucide-react';
import { Button } from '@/app/components/ui/button';
import { IconButton } from '@/app/components/ui/icon-button';
import { type Move, moveSelection, positionOnPath } from '@/lib/inspect/path';
import { formatCount } from '../../../components/ui/format';
import { useDebugger, useDebuggerActions } from '../debugger-model';
import { AxisSwitch } from './axis-switch';
import { HiddenBranches } from './hidden-branches';
import { SPEEDS, type Speed } from './play';
import { useTrack } from './track';
import { usePlay } from './use-play';

const ZOOM = 1.4;

/** Constant elements, which a step that is scrubbed over does not render again. */
const ICONS = {
  whole: <Maximize2 aria-hidden size={13} />,
  less: <ZoomOut aria-hidden size={14} />,
  more: <ZoomIn aria-hidden size={14} />,
  first: <ChevronFirst aria-hidden size={15} />,
  previous: <ChevronLeft aria-hidden size={15} />,
  next: <ChevronRight aria-hidden size={15} />,
  last: <ChevronLast aria-hidden size={15} />,
  live: <Radio aria-hidden size={12} />,
  note: <StickyNote aria-hidden size={12} className="shrink-0" />,
  pause: <Pause aria-hidden size={13} />,
  play: <PlayIcon aria-hidden size={13} />,
};

interface TimelineControlsProps {
  /** Begins to write to the selected step. */
  onNote: (checkpointId: string) => void;
}

export function TimelineControls({ onNote }: TimelineControlsProps) {
  const { history, entry, shownPath, timeline } = useDebugger();
  const { axis, view } = useTrack();
  const lastStep = history.byId.get(shownPath.at(-1) ?? '')?.step ?? 0;
  return (
    <div className="flex h-9 shrink-0 items-center gap-1 overflow-hidden border-b px-2">
      <StepButtons />
      <span className="ml-2 w-36 font-mono text-xs whitespace-nowrap">
        {entry ? (
          <>
            step {entry.step} <span className="text-fg-3">of {lastStep}</span>
          </>
        ) : (
          <span className="text-fg-3">no step selected</span>
        )}
      </span>
      <AxisSwitch />
      {entry && <NoteButton checkpointId={entry.checkpointId} onNote={onNote} />}
      <div className="flex-1" />
      <HiddenBranches />
      <span className="mr-2 text-xs whitespace-nowrap text-fg-2 max-lg:hidden">
        {formatCount(timeline.branches.length, 'branch', 'branches')} ·{' '}
        {formatCount(history.entries.length, 'checkpoint')}
      </span>
      <IconButton
        label="Show the whole thread"
        icon={ICONS.whole}
        onClick={() => view.show({ from: 0, to: axis.end })}
      />
      <IconButton label="Show more of the timeline" icon={ICONS.less} onClick={() => view.zoom(1 / ZOOM)} />
      <IconButton label="Show fewer steps, larger" icon={ICONS.more} onClick={() => view.zoom(ZOOM)} />
      <FollowToggle />
    </div>
  );
}

function NoteButton({ checkpointId, onNote }: { checkpointId: string; onNote: (checkpointId: string) => void }) {
  const { timeline } = useDebugger();
  const note = timeline.notes.find((each) => each.checkpointId === checkpointId);
  return (
    <button
      type="button"
      title={note ? note.text : 'Write a note to this step'}
      onClick={() => onNote(checkpointId)}
      className="ml-2 flex h-6 min-w-0 items-center gap-1.5 rounded-md px-2 text-xs text-fg-2 hover:bg-hover hover:text-fg"
    >
      {ICONS.note}
      <span className="max-w-80 truncate">{note ? note.text : 'Add note'}</span>
    </button>
  );
}

function StepButtons() {
  const { history, selection, shownPath } = useDebugger();
  const { select, follow } = useDebuggerActions();
  const { isPlaying, toggle, speed, setSpeed } = usePlay();
  const at = selection ? positionOnPath(history, shownPath, selection.checkpointId) : -1;
  const isFirst = at <= 0;
  const isLast = at === shownPath.length - 1;
  const go = (move: Move) => selection && select(moveSelection(history, selection, move), { isJump: move === 'first' });
  return (
    <>
      <IconButton label="First step" keys="Home" icon={ICONS.first} disabled={isFirst} onClick={() => go('first')} />
      <IconButton
        label="Previous step"
        keys="←"
        icon={ICONS.previous}
        disabled={isFirst}
        onClick={() => go('previous')}
      />
      <IconButton
        label={isPlaying ? 'Pause the play' : 'Play the steps'}
        keys="Space"
        icon={isPlaying ? ICONS.pause : ICONS.play}
        disabled={shownPath.length < 2}
        onClick={toggle}
      />
      <IconButton label="Next step" keys="→" icon={ICONS.next} disabled={isLast} onClick={() => go('next')} />
      <IconButton
        label="Last step"
        keys="End"
        icon={ICONS.last}
        disabled={isLast}
        onClick={() => selection && follow(selection.branchId)}
      />
      <select
        aria-label="Speed of the play"
        value={speed}
        onChange={(event) => setSpeed(Number(event.target.value) as Speed)}
        className="h-6 rounded-sm bg-surface px-0.5 text-xs text-fg-2 tabular-nums hover:bg-hover"
      >
        {SPEEDS.map((choice) => (
          <option key={choice} value={choice}>
            {choice}×
          </option>
        ))}
      </select>
    </>
  );
}

/** Following keeps the newest step selected and in view; selecting any step ends it, and moving the view holds that. */
function FollowToggle() {
  const { isFollowing, selection } = useDebugger();
  const { select, follow } = useDebuggerActions();
  const { view } = useTrack();
  return isFollowing && !view.isHeld ? (
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
    <Button
      size="sm"
      icon={ICONS.live}
      onClick={() => {
        view.letGo();
        if (!isFollowing) follow(null);
      }}
    >
      Return to live
    </Button>
  );
}
