'use client';

import { Eye } from 'lucide-react';
import { useCallback, useMemo, useRef } from 'react';
import { formatCount } from '@/app/components/ui/format';
import { firstIndexFrom } from '@/lib/inspect/lanes';
import { useDebugger } from '../debugger-model';
import { useWatchedSteps } from '../use-watched-steps';
import { positionAt, xOf } from './axis';
import { useCanvasColours } from './canvas-colours';
import type { View } from './geometry';
import { useTrack } from './track';
import { prepareCanvas, useRedraw } from './use-redraw';

const HEIGHT_PX = 16;
const RADIUS_PX = 2.5;

/** Where on the branch shown a watched value changed. */
export function WatchedMarks({ count }: { count: number }) {
  const { history, shownPath } = useDebugger();
  const { axis, view, scroller } = useTrack();
  const { steps } = useWatchedSteps();
  const canvas = useRef<HTMLCanvasElement>(null);
  const colours = useCanvasColours();
  const positions = useMemo(() => {
    const wanted = new Set(steps?.flat());
    const entries = wanted.size === 0 ? [] : shownPath.flatMap((id) => history.byId.get(id) ?? []);
    return entries.filter(({ step }) => wanted.has(step)).map((entry) => axis.positionOf(entry));
  }, [steps, shownPath, history, axis]);
  const { scale } = view;
  const draw = useCallback(
    ({ scrollLeft, width }: View) => {
      const context = canvas.current && prepareCanvas(canvas.current, width, HEIGHT_PX);
      if (!context || !colours) return;
      context.clearRect(0, 0, width, HEIGHT_PX);
      context.fillStyle = colours.now;
      const end = positionAt(scrollLeft + width + RADIUS_PX, scale);
      let lastPx = Number.NEGATIVE_INFINITY;
      for (let at = firstIndexFrom(positions, positionAt(scrollLeft - RADIUS_PX, scale)); at < positions.length; at++) {
        const position = positions[at] as number;
        if (position > end) break;
        const x = xOf(position, scale) - scrollLeft;
        // Of several on one pixel one is enough.
        if (x - lastPx < 1) continue;
        lastPx = x;
        context.beginPath();
        context.arc(x, HEIGHT_PX / 2, RADIUS_PX, 0, 2 * Math.PI);
        context.fill();
      }
    },
    [positions, scale, colours],
  );
  useRedraw(scroller, draw);
  return (
    <div className="flex h-4 shrink-0 border-t">
      <span className="flex w-40 shrink-0 items-center gap-1.5 border-r px-3 text-2xs text-fg-2">
        <Eye aria-hidden size={11} /> {count} watched
      </span>
      <div
        role="img"
        aria-label={
          steps === null
            ? 'Where watched values changed: being looked for'
            : `Watched values changed at ${formatCount(positions.length, 'step')} of this branch`
        }
        className="min-w-0 flex-1 overflow-hidden"
      >
        <canvas ref={canvas} aria-hidden className="block" />
      </div>
    </div>
  );
}
