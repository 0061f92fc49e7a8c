'use client';

import { useCallback, useMemo, useRef } from 'react';
import { columnOf } from '@/lib/inspect/history';
import { useDebugger } from '../debugger-model';
import { useCanvasColours } from './canvas-colours';
import { drawLanes, type LaneScene } from './draw-lanes';
import { contentSize, type View } from './geometry';
import { MarkHint } from './mark-hint';
import { Playhead } from './playhead';
import { useKeepInView } from './use-keep-in-view';
import { prepareCanvas, useRedraw } from './use-redraw';
import { useScrubbing } from './use-scrubbing';

interface LanesViewProps {
  scroller: HTMLDivElement | null;
  onScroller: (scroller: HTMLDivElement | null) => void;
  columnWidth: number;
}

/** The lanes: a canvas that stays in sight inside a scroll area as large as the whole thread. */
export function LanesView({ scroller, onScroller, columnWidth }: LanesViewProps) {
  const { lanes, history, shownPath, selection } = useDebugger();
  const canvas = useRef<HTMLCanvasElement>(null);
  const colours = useCanvasColours();
  const shownUntil = useMemo(() => {
    const until = new Map<string, number>();
    for (const id of shownPath) until.set(history.byId.get(id)?.branchId ?? '', columnOf(history, id));
    return until;
  }, [history, shownPath]);
  const draw = useCallback(
    (view: View) => {
      if (!canvas.current || !colours) return;
      const context = prepareCanvas(canvas.current, view.width, view.height);
      const scene: LaneScene = { lanes, shownUntil, columnWidth, colours, monoFont: monoFont() };
      if (context) drawLanes(context, scene, view);
    },
    [lanes, shownUntil, columnWidth, colours],
  );
  useRedraw(scroller, draw);
  useKeepInView(scroller, columnWidth);
  const { pointer, hover } = useScrubbing(scroller, columnWidth);
  const size = contentSize(history.columnCount, lanes.length, columnWidth);
  return (
    <div
      ref={onScroller}
      className="relative min-w-0 flex-1 overflow-auto overscroll-contain"
      // Without a playhead nothing in here takes the focus, and what scrolls must be reachable by keyboard.
      {...(selection ? {} : { role: 'group', 'aria-label': 'Lanes', tabIndex: 0 })}
    >
      <div className="relative min-h-full min-w-full touch-pan-y select-none" style={size} {...pointer}>
        <canvas ref={canvas} aria-hidden className="sticky top-0 left-0 block" />
        <Playhead columnWidth={columnWidth} />
      </div>
      {hover && <MarkHint checkpointId={hover.checkpointId} x={hover.clientX} y={hover.clientY} />}
    </div>
  );
}

function monoFont(): string {
  return getComputedStyle(document.body).getPropertyValue('--font-mono') || 'monospace';
}
