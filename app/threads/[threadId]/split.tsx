'use client';

import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';
import { cx } from '@/app/components/ui/cx';
import { clampShare, parseShare, type SplitLimits, shareAfterKey } from './split-size';

interface SplitProps {
  /** Names the stored size. */
  name: string;
  label: string;
  direction: 'horizontal' | 'vertical';
  /** The first part's share in percent, until a person chooses another. */
  initialShare: number;
  limits: SplitLimits;
  /** Without a second part the first has all the room, and stays as it is when there is one. */
  parts: [first: ReactNode, second: ReactNode | null];
}

/**
 * Two panes with a border that is moved by pointer or keys and remembered in this browser; a double click resets it.
 * Only this element renders while it moves.
 */
export function Split({ name, label, direction, initialShare, limits, parts: [first, second] }: SplitProps) {
  const storageKey = `retrograph-split-${name}`;
  const frame = useRef<HTMLDivElement>(null);
  const [chosenShare, setChosenShare] = useState(() => parseShare(localStorage.getItem(storageKey)));
  const share = chosenShare ?? initialShare;
  const isVertical = direction === 'vertical';

  const boxOf = () => {
    const box = frame.current?.getBoundingClientRect() ?? new DOMRect();
    return isVertical ? { start: box.top, length: box.height } : { start: box.left, length: box.width };
  };
  const moveTo = (next: number) => {
    const clamped = clampShare(next, boxOf().length, limits);
    setChosenShare(clamped);
    localStorage.setItem(storageKey, clamped.toFixed(2));
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const { start, length } = boxOf();
    moveTo((((isVertical ? event.clientY : event.clientX) - start) / length) * 100);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = shareAfterKey(share, event.key, isVertical);
    if (next === undefined) return;
    event.preventDefault();
    moveTo(next);
  };

  const firstMin = { [isVertical ? 'minHeight' : 'minWidth']: limits.firstMinPx };
  const secondMin = { [isVertical ? 'minHeight' : 'minWidth']: limits.secondMinPx };
  return (
    <div ref={frame} className={cx('flex h-full w-full min-w-0 overflow-hidden', isVertical && 'flex-col')}>
      <div
        className="min-h-0 min-w-0 shrink"
        style={second === null ? { flexBasis: '100%' } : { flexBasis: `${share}%`, ...firstMin }}
      >
        {first}
      </div>
      {second !== null && (
        <>
          {/* biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved; the ARIA window splitter can. */}
          <div
            role="separator"
            tabIndex={0}
            aria-label={label}
            aria-orientation={isVertical ? 'horizontal' : 'vertical'}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={Math.round(share)}
            onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
            onPointerMove={onPointerMove}
            onDoubleClick={() => moveTo(initialShare)}
            onKeyDown={onKeyDown}
            className={cx(
              'relative z-10 shrink-0 touch-none bg-line transition-colors outline-none hover:bg-now focus-visible:bg-now active:bg-now',
              // The line is a pixel; what can be grabbed is wider.
              "after:absolute after:content-['']",
              isVertical
                ? 'h-px cursor-ns-resize after:inset-x-0 after:-inset-y-1'
                : 'w-px cursor-ew-resize after:-inset-x-1 after:inset-y-0',
            )}
          />
          <div className="min-h-0 min-w-0 flex-1" style={secondMin}>
            {second}
          </div>
        </>
      )}
    </div>
  );
}
