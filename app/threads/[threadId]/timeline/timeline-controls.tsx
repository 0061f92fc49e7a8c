'use client';

import { Maximize2, StickyNote, ZoomIn, ZoomOut } from 'lucide-react';
import { IconButton } from '@/app/components/ui/icon-button';
import { formatCount } from '../../../components/ui/format';
import { useDebugger, useSelected } from '../debugger-model';
import { AxisSwitch } from './axis-switch';
import { FollowToggle } from './follow-toggle';
import { HiddenBranches } from './hidden-branches';
import { StepButtons } from './step-buttons';
import { useTrack } from './track';

const ZOOM = 1.4;

/** Constant elements, which a step that is scrubbed over does not render again. */
const ICONS = {
  whole: <Maximize2 aria-hidden size={13} />,
  less: <ZoomOut aria-hidden size={14} />,
  more: <ZoomIn aria-hidden size={14} />,
  note: <StickyNote aria-hidden size={12} className="shrink-0" />,
};

interface TimelineControlsProps {
  /** Begins to write to the selected step. */
  onNote: (checkpointId: string) => void;
}

export function TimelineControls({ onNote }: TimelineControlsProps) {
  const { history, timeline } = useDebugger();
  const { axis, view } = useTrack();
  return (
    <div className="flex h-9 shrink-0 items-center gap-1 overflow-hidden border-b px-2">
      <StepButtons />
      <StepText />
      <AxisSwitch />
      <NoteButton onNote={onNote} />
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

function StepText() {
  const { history, shownPath } = useDebugger();
  const { entry } = useSelected();
  const lastStep = history.byId.get(shownPath.at(-1) ?? '')?.step ?? 0;
  return (
    <span className="ml-2 w-36 font-mono text-xs whitespace-nowrap">
      {entry ? (
        <>
          step{' '}
          <span className="inline-block" style={{ minWidth: `${String(lastStep).length}ch` }}>
            {entry.step}
          </span>{' '}
          <span className="text-fg-3">of {lastStep}</span>
        </>
      ) : (
        <span className="text-fg-3">no step selected</span>
      )}
    </span>
  );
}

function NoteButton({ onNote }: TimelineControlsProps) {
  const { timeline } = useDebugger();
  const { entry } = useSelected();
  if (!entry) return null;
  const { checkpointId } = entry;
  const note = timeline.notes.find((each) => each.checkpointId === checkpointId);
  if (timeline.thread.capsule !== undefined) {
    return note && <span className="ml-2 max-w-80 truncate text-xs text-fg-2">{note.text}</span>;
  }
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
