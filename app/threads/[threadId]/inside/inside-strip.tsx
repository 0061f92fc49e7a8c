'use client';

import { type KeyboardEvent, useEffect, useRef } from 'react';
import { cx } from '@/app/components/ui/cx';
import { useInsideSelection } from '@/lib/client/inside-selection';
import type { TimelineEntry } from '@/lib/contracts/debugger';
import type { InsideSteps } from '@/lib/contracts/inside';
import { type MarkTone, markOf, stepLabel } from '@/lib/inspect/marks';

/** Steps drawn on either side of the one shown. */
const REACH = 40;

/** The steps of the graph inside, in a row. Arrows move along it. */
export function InsideStrip({ steps: { entries, omitted }, at }: { steps: InsideSteps; at: number }) {
  const { move } = useInsideSelection();
  const list = useRef<HTMLOListElement>(null);
  const [start, end] = [Math.max(0, at - REACH), Math.min(entries.length, at + REACH + 1)];
  const hasFocus = () => list.current?.contains(document.activeElement) ?? false;
  useEffect(() => {
    const shown = list.current?.querySelector<HTMLElement>('[aria-current="step"]');
    if (!shown || at < 0) return;
    shown.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    if (hasFocus()) shown.focus({ preventScroll: true });
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: entries.length - 1 }[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    // The thread's own time stays where it is.
    event.preventDefault();
    const target = entries[Math.min(entries.length - 1, Math.max(0, to))];
    if (target) move(target.checkpointId);
  };
  const left = start + omitted.before;
  const right = entries.length - end + omitted.after;
  return (
    <ol
      ref={list}
      aria-label="Steps inside"
      onKeyDown={onKeyDown}
      className="flex items-center gap-1 overflow-x-auto px-3 pb-2 text-xs"
    >
      {left > 0 && <li className="shrink-0 text-fg-3">{left.toLocaleString('en')} before</li>}
      {entries.slice(start, end).map((entry, index) => (
        <li key={entry.checkpointId} className="shrink-0">
          <StepChip
            entry={entry}
            isShown={start + index === at}
            isPassed={start + index < entries.length - 1}
            onChoose={() => move(entry.checkpointId)}
          />
        </li>
      ))}
      {right > 0 && <li className="shrink-0 text-fg-3">{right.toLocaleString('en')} after</li>}
    </ol>
  );
}

interface StepChipProps {
  entry: TimelineEntry;
  isShown: boolean;
  isPassed: boolean;
  onChoose: () => void;
}

function StepChip({ entry, isShown, isPassed, onChoose }: StepChipProps) {
  const { tone, badge, note } = markOf(entry, isPassed);
  return (
    <button
      type="button"
      aria-current={isShown ? 'step' : undefined}
      aria-label={`step ${entry.step} inside, ${stepLabel(entry)}${note === null ? '' : `, ${note}`}`}
      tabIndex={isShown ? 0 : -1}
      onClick={onChoose}
      className={cx(
        'flex h-6 items-center gap-1.5 rounded-md border bg-surface px-2 transition-colors hover:bg-hover',
        isShown ? 'border-now font-medium' : 'border-line-strong',
      )}
    >
      <span aria-hidden className="font-mono text-2xs text-fg-3 tabular-nums">
        {entry.step}
      </span>
      <span className={tone === 'edit' ? 'text-edit' : undefined}>{stepLabel(entry)}</span>
      {note !== null && <span className={cx('text-2xs', TONES[badge?.tone ?? tone])}>{note}</span>}
    </button>
  );
}

const TONES: Record<MarkTone, string> = {
  plain: 'text-fg',
  done: 'text-fg',
  edit: 'text-edit',
  waiting: 'text-wait',
  failed: 'text-fail',
};
