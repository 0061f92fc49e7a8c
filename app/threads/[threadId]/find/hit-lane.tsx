'use client';

import { useCallback, useMemo, useRef } from 'react';
import type { History } from '@/lib/inspect/history';
import { positionOnPath } from '@/lib/inspect/path';
import { useDebugger } from '../debugger-model';
import type { Axis } from '../timeline/axis';
import { useCanvasColours } from '../timeline/canvas-colours';
import type { View } from '../timeline/geometry';
import { useTrack } from '../timeline/track';
import { prepareCanvas, useRedraw } from '../timeline/use-redraw';
import { drawHits, HIT_LANE_PX, hitAt, type PlacedHits } from './draw-hits';
import { useFind } from './find-context';
import { useGoToHit } from './use-go-to-hit';

const NO_HITS: readonly string[] = [];

/** The hits, over the lanes and along the same axis. A click goes to the nearest; the bar above does the same for keys. */
export function HitLane() {
  const { history, shownPath } = useDebugger();
  const { result } = useFind();
  const { axis, view, scroller } = useTrack();
  const { scale } = view;
  const goTo = useGoToHit();
  const canvas = useRef<HTMLCanvasElement>(null);
  const colours = useCanvasColours();
  const ids = result?.hits ?? NO_HITS;
  const hits = useMemo(() => placeHits(ids, { history, axis, shownPath }), [ids, history, axis, shownPath]);
  const draw = useCallback(
    (seen: View) => {
      if (!canvas.current || !colours) return;
      const context = prepareCanvas(canvas.current, seen.width, HIT_LANE_PX);
      if (context) drawHits(context, { hits, scale, colours }, seen);
    },
    [hits, scale, colours],
  );
  useRedraw(scroller, draw);
  return (
    <div className="flex h-5 shrink-0 overflow-hidden border-b bg-sunken">
      <span className="w-40 shrink-0 border-r px-3 text-2xs leading-5 font-medium text-hit">Hits</span>
      <canvas
        ref={canvas}
        role="img"
        aria-label={ids.length === 1 ? '1 hit on the timeline' : `${ids.length} hits on the timeline`}
        data-testid="hits"
        className="block cursor-pointer"
        onPointerDown={(event) => {
          const x = event.clientX - event.currentTarget.getBoundingClientRect().left + (scroller?.scrollLeft ?? 0);
          const hit = hitAt(hits, x, scale);
          if (hit !== undefined) goTo(hit);
        }}
      />
    </div>
  );
}

interface Place {
  history: History;
  axis: Axis;
  shownPath: readonly string[];
}

/** Hits whose checkpoints are gone, or not loaded yet, have no place. */
function placeHits(ids: readonly string[], { history, axis, shownPath }: Place): PlacedHits {
  const placed = ids.flatMap((id) => {
    const entry = history.byId.get(id);
    if (!entry) return [];
    return { id, position: axis.positionOf(entry), isShown: positionOnPath(history, shownPath, id) >= 0 };
  });
  // Of hits in one place, on the branch shown and others, the first one counts.
  placed.sort((a, b) => a.position - b.position || Number(b.isShown) - Number(a.isShown));
  const apart = placed.filter(({ position }, at) => position !== placed[at - 1]?.position);
  return {
    ids: apart.map(({ id }) => id),
    positions: apart.map(({ position }) => position),
    isShown: apart.map(({ isShown }) => isShown),
  };
}
