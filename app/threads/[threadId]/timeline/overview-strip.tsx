'use client';

import { type PointerEvent, useCallback, useMemo, useRef, useState } from 'react';
import { columnOf } from '@/lib/inspect/history';
import { useDebugger } from '../debugger-model';
import { useCanvasColours } from './canvas-colours';
import type { View } from './geometry';
import { overviewTicks, overviewX, TICK } from './overview';
import { prepareCanvas, useRedraw } from './use-redraw';

const HEIGHT_PX = 24;

/** The whole thread on one line, and which part of it is in view; pressing and dragging moves that part. */
export function OverviewStrip({ scroller, contentWidth }: { scroller: HTMLElement | null; contentWidth: number }) {
  const { history, entry } = useDebugger();
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const part = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const colours = useCanvasColours();
  const ticks = useMemo(() => overviewTicks(history, width), [history, width]);
  const selectedX = entry ? overviewX(columnOf(history, entry.checkpointId), history.columnCount, width) : null;

  const placePart = useCallback(
    (view: View) => {
      const fullWidth = frame.current?.clientWidth ?? 0;
      setWidth(fullWidth);
      const scale = fullWidth / Math.max(contentWidth, view.width);
      if (!part.current) return;
      part.current.style.transform = `translateX(${view.scrollLeft * scale}px)`;
      part.current.style.width = `${Math.max(8, view.width * scale)}px`;
    },
    [contentWidth],
  );
  useRedraw(scroller, placePart);

  const drawTicks = useCallback(() => {
    const context = canvas.current && width > 0 ? prepareCanvas(canvas.current, width, HEIGHT_PX) : null;
    if (!context || !colours) return;
    context.clearRect(0, 0, width, HEIGHT_PX);
    const look = {
      [TICK.step]: { colour: colours['fg-3'], height: 8 },
      [TICK.edit]: { colour: colours.edit, height: 12 },
      [TICK.waiting]: { colour: colours.wait, height: 14 },
      [TICK.failed]: { colour: colours.fail, height: 18 },
    };
    ticks.forEach((tick, x) => {
      if (tick === TICK.none) return;
      context.fillStyle = look[tick].colour;
      context.fillRect(x, (HEIGHT_PX - look[tick].height) / 2, tick === TICK.step ? 1 : 2, look[tick].height);
    });
  }, [ticks, colours, width]);
  useRedraw(scroller, drawTicks);

  const showAt = (event: PointerEvent<HTMLElement>) => {
    if (!scroller || !frame.current || event.buttons !== 1) return;
    const box = frame.current.getBoundingClientRect();
    scroller.scrollLeft = ((event.clientX - box.left) / box.width) * contentWidth - scroller.clientWidth / 2;
  };
  return (
    <div
      ref={frame}
      aria-hidden
      className="relative h-6 shrink-0 touch-none overflow-hidden border-t bg-sunken"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        showAt(event);
      }}
      onPointerMove={showAt}
    >
      <canvas ref={canvas} className="absolute inset-0" />
      {selectedX !== null && (
        <div className="absolute inset-y-0 -left-px w-0.5 bg-now" style={{ transform: `translateX(${selectedX}px)` }} />
      )}
      <div ref={part} className="absolute inset-y-0.5 left-0 rounded-sm border border-now bg-now/10" />
    </div>
  );
}
