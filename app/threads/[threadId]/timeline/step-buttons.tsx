'use client';

import { ChevronFirst, ChevronLast, ChevronLeft, ChevronRight, Pause, Play as PlayIcon } from 'lucide-react';
import { memo } from 'react';
import { IconButton } from '@/app/components/ui/icon-button';
import { useHandler } from '@/app/components/ui/use-handler';
import { type Move, moveSelection, positionOnPath } from '@/lib/inspect/path';
import { useDebugger, useDebuggerActions, useSelected } from '../debugger-model';
import { SPEEDS, type Speed } from './play';
import { usePlay } from './use-play';

/** Constant elements, which a step that is scrubbed over does not render again. */
const ICONS = {
  first: <ChevronFirst aria-hidden size={15} />,
  previous: <ChevronLeft aria-hidden size={15} />,
  next: <ChevronRight aria-hidden size={15} />,
  last: <ChevronLast aria-hidden size={15} />,
  pause: <Pause aria-hidden size={13} />,
  play: <PlayIcon aria-hidden size={13} />,
};

/** Along the branch shown: a step at a time, to its ends, or played at a speed. */
export function StepButtons() {
  const { history, branchId, shownPath } = useDebugger();
  const { selection } = useSelected();
  const { select, follow, latest } = useDebuggerActions();
  const { isPlaying, toggle, speed, setSpeed } = usePlay();
  const at = selection ? positionOnPath(history, shownPath, selection.checkpointId) : -1;
  const isFirst = at <= 0;
  const isLast = at === shownPath.length - 1;
  const go = (move: Move) => {
    const from = latest().selection;
    if (from) select(moveSelection(history, from, move), { isJump: move === 'first' });
  };
  const first = useHandler(() => go('first'));
  const previous = useHandler(() => go('previous'));
  const next = useHandler(() => go('next'));
  const last = useHandler(() => branchId !== null && follow(branchId));
  return (
    <>
      <IconButton label="First step" keys="Home" icon={ICONS.first} disabled={isFirst} onClick={first} />
      <IconButton label="Previous step" keys="←" icon={ICONS.previous} disabled={isFirst} onClick={previous} />
      <IconButton
        label={isPlaying ? 'Pause the play' : 'Play the steps'}
        keys="Space"
        icon={isPlaying ? ICONS.pause : ICONS.play}
        disabled={shownPath.length < 2}
        onClick={toggle}
      />
      <IconButton label="Next step" keys="→" icon={ICONS.next} disabled={isLast} onClick={next} />
      <IconButton label="Last step" keys="End" icon={ICONS.last} disabled={isLast} onClick={last} />
      <SpeedChoice speed={speed} onChoose={setSpeed} />
    </>
  );
}

const SpeedChoice = memo(function SpeedChoice({ speed, onChoose }: { speed: Speed; onChoose: (speed: Speed) => void }) {
  return (
    <select
      aria-label="Speed of the play"
      value={speed}
      onChange={(event) => onChoose(Number(event.target.value) as Speed)}
      className="h-6 rounded-sm bg-surface px-0.5 text-xs text-fg-2 tabular-nums hover:bg-hover"
    >
      {SPEEDS.map((choice) => (
        <option key={choice} value={choice}>
          {choice}×
        </option>
      ))}
    </select>
  );
});
