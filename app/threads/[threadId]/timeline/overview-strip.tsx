'use client';

import { type PointerEvent, useCallback, useMemo, useRef, useState } from 'react';
import { useSelected } from '../debugger-model';
import type { Axis } from './axis';
import { useCanvasColours } from './canvas-colours';
import { overviewPosition, overviewTicks, overviewX, TICK } from './overview';
import { leastWidth, spannedWindow } from './overview-window';
import { OverviewWindow } from './overview-window-view';
import { useTrack } from './track';
import { prepareCanvas, useRedraw } from './use-redraw';

const HEIGHT_PX = 24;
/** A press that moves less is a click. */
const DRAG_PX = 4;

/**
 * The whole thread on one line, and a window on what is in view: dragged inside, resized at its handles, made anew by
 * dragging outside. A click outside moves it there.
 */
export function OverviewStrip() {
  const { lanes, axis, view, scroller } = useTrack();
  const [frame, setFrame] = useState<HTMLDivElement | null>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const start = useRef<{ x: number; isDrag: boolean } | null>(null);
  const [width, setWidth] = useState(0);
  const colours = useCanvasColours();
  // Not before the width is known: each time it goes over the whole thread.
  const ticks = useMemo(() => (width === 0 ? [] : overviewTicks(lanes, axis, width)), [lanes, axis, width]);

  const drawTicks = useCallback(() => {
    const fullWidth = frame?.clientWidth ?? 0;
    setWidth(fullWidth);
    const context = canvas.current && fullWidth > 0 ? prepareCanvas(canvas.current, fullWidth, HEIGHT_PX) : null;
    if (!context || !colours) return;
    context.clearRect(0, 0, fullWidth, HEIGHT_PX);
    const look = {
      [TICK.step]: { colour: colours['fg-3'], height: 6 },
      [TICK.end]: { colour: colours.done, height: 10 },
      [TICK.edit]: { colour: colours.edit, height: 12 },
      [TICK.waiting]: { colour: colours.wait, height: 14 },
      [TICK.failed]: { colour: colours.fail, height: 18 },
    };
    ticks.forEach((tick, x) => {
      if (tick === TICK.none) return;
      context.fillStyle = look[tick].colour;
      context.fillRect(x, (HEIGHT_PX - look[tick].height) / 2, tick === TICK.step ? 1 : 2, look[tick].height);
    });
  }, [ticks, colours, frame]);
  useRedraw(frame, drawTicks);

  const xIn = (event: PointerEvent<HTMLElement>) => event.clientX - (frame?.getBoundingClientRect().left ?? 0);
  const limits = { end: axis.end, least: leastWidth(axis, scroller?.clientWidth ?? 0) };
  const press = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { x: xIn(event), isDrag: false };
  };
  const move = (event: PointerEvent<HTMLElement>) => {
    if (!start.current) return;
    start.current.isDrag ||= Math.abs(xIn(event) - start.current.x) >= DRAG_PX;
    if (!start.current.isDrag) return;
    const [one, other] = [start.current.x, xIn(event)].map((x) => overviewPosition(x, axis, width));
    view.show(spannedWindow(one as number, other as number, limits));
  };
  const release = (event: PointerEvent<HTMLElement>) => {
    const wasClick = start.current !== null && !start.current.isDrag;
    start.current = null;
    if (wasClick) view.centre(overviewPosition(xIn(event), axis, width));
  };
  return (
    <div
      ref={setFrame}
      className="relative h-6 shrink-0 touch-none overflow-hidden border-t bg-sunken"
      onPointerDown={press}
      onPointerMove={move}
      onPointerUp={release}
      onPointerCancel={() => {
        start.current = null;
      }}
    >
      <canvas ref={canvas} aria-hidden className="absolute inset-0" />
      {width > 0 && <Now axis={axis} stripWidth={width} />}
      {width > 0 && <OverviewWindow stripWidth={width} />}
    </div>
  );
}

/** Where the person stands: all of the strip that a step renders. */
function Now({ axis, stripWidth }: { axis: Axis; stripWidth: number }) {
  const { entry } = useSelected();
  if (!entry) return null;
  return (
    <div
      aria-hidden
      className="absolute inset-y-0 -left-px w-0.5 bg-now"
      style={{ transform: `translateX(${overviewX(axis.positionOf(entry), axis, stripWidth)}px)` }}
    />
  );
}
