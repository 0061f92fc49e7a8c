'use client';

import { type KeyboardEvent, type PointerEvent, useCallback, useRef } from 'react';
import { cx } from '@/app/components/ui/cx';
import { formatDuration } from '../../../components/ui/format';
import { type Axis, type Range, rangeInView } from './axis';
import type { View } from './geometry';
import { overviewPosition, overviewX } from './overview';
import { draggedWindow, keyDistance, leastWidth, type WindowPart } from './overview-window';
import { useTrack } from './track';
import { useRedraw } from './use-redraw';

const PARTS: { part: WindowPart; label: string; className: string }[] = [
  {
    part: 'window',
    label: 'Overview window',
    className: 'cursor-grab active:cursor-grabbing border border-now bg-now/10',
  },
  { part: 'start', label: 'Start of the window', className: 'w-2 cursor-ew-resize bg-now' },
  { part: 'end', label: 'End of the window', className: 'w-2 cursor-ew-resize bg-now' },
];
const HANDLE_PX = 8;

/** The window and its two handles, each a slider with keys. They are placed without rendering, as scrolling is frequent. */
export function OverviewWindow({ stripWidth }: { stripWidth: number }) {
  const { axis, view, scroller } = useTrack();
  const { scale, show } = view;
  const elements = useRef<Partial<Record<WindowPart, HTMLDivElement | null>>>({});
  const drag = useRef<{ part: WindowPart; from: Range; x: number } | null>(null);
  const current = () =>
    rangeInView(axis, scale, { scrollLeft: scroller?.scrollLeft ?? 0, width: scroller?.clientWidth ?? 0 });
  const limits = { end: axis.end, least: leastWidth(axis, scroller?.clientWidth ?? 0) };

  const place = useCallback(
    (seen: View) => {
      const range = rangeInView(axis, scale, seen);
      const left = overviewX(range.from, axis, stripWidth);
      const right = Math.max(left + HANDLE_PX * 2, overviewX(range.to, axis, stripWidth));
      const { window, start, end } = elements.current;
      if (!window || !start || !end) return;
      window.style.transform = `translateX(${left}px)`;
      window.style.width = `${right - left}px`;
      start.style.transform = `translateX(${left}px)`;
      end.style.transform = `translateX(${right - HANDLE_PX}px)`;
      describe(window, axis, range.from, `${placeText(axis, range.from)} to ${placeText(axis, range.to)}`);
      describe(start, axis, range.from, placeText(axis, range.from));
      describe(end, axis, range.to, placeText(axis, range.to));
    },
    [axis, scale, stripWidth],
  );
  useRedraw(scroller, place);

  const press = (part: WindowPart, event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { part, from: current(), x: event.clientX };
  };
  const move = (event: PointerEvent<HTMLElement>) => {
    if (!drag.current) return;
    event.stopPropagation();
    const { part, from, x } = drag.current;
    const by = overviewPosition(event.clientX, axis, stripWidth) - overviewPosition(x, axis, stripWidth);
    show(draggedWindow(from, part, by, limits));
  };
  const release = (event: PointerEvent<HTMLElement>) => {
    event.stopPropagation();
    drag.current = null;
  };
  const pressKey = (part: WindowPart, event: KeyboardEvent<HTMLElement>) => {
    const by = keyDistance(event.key, event.shiftKey, current(), axis);
    if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    // The same keys move the selection everywhere else.
    event.preventDefault();
    show(draggedWindow(current(), part, by, limits));
  };
  return PARTS.map(({ part, label, className }) => (
    <div
      key={part}
      ref={(element) => {
        elements.current[part] = element;
      }}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuenow={0}
      className={cx('absolute inset-y-0.5 left-0 touch-none rounded-sm focus-visible:-outline-offset-2', className)}
      onPointerDown={(event) => press(part, event)}
      onPointerMove={move}
      onPointerUp={release}
      onPointerCancel={release}
      onKeyDown={(event) => pressKey(part, event)}
    />
  ));
}

function describe(element: HTMLElement, axis: Axis, position: number, text: string): void {
  element.setAttribute('aria-valuemin', '0');
  element.setAttribute('aria-valuemax', String(Math.round(axis.end)));
  element.setAttribute('aria-valuenow', String(Math.round(position)));
  element.setAttribute('aria-valuetext', text);
}

/** The root is step -1. */
function placeText(axis: Axis, position: number): string {
  return axis.kind === 'steps' ? `step ${Math.round(position) - 1}` : `${formatDuration(position)} of running time`;
}
