'use client';

import { useCallback, useMemo, useRef } from 'react';
import { useSelectedNode } from '@/lib/client/selected-node';
import { useDebugger } from '../debugger-model';
import { useCanvasColours } from './canvas-colours';
import { drawLanes, type LaneScene } from './draw-lanes';
import type { View } from './geometry';
import { branchReach, reachThrough } from './path-reach';
import { useTrack } from './track';
import { prepareCanvas, useRedraw } from './use-redraw';

/** The marks, drawn when lanes, view or the branch shown change; not when only the selection moves. */
export function LanesCanvas({ hoveredId }: { hoveredId: string | null }) {
  const { history, timeline, branchId } = useDebugger();
  const { lanes, axis, view, scroller } = useTrack();
  const { scale } = view;
  const canvas = useRef<HTMLCanvasElement>(null);
  const colours = useCanvasColours();
  const shownId = branchId ?? '';
  const reach = useMemo(() => {
    const hovered = hoveredId === null ? undefined : history.byId.get(hoveredId);
    if (!hovered) return branchReach(lanes, shownId);
    return reachThrough(lanes, { branchId: hovered.branchId, position: axis.positionOf(hovered) });
  }, [lanes, axis, history, shownId, hoveredId]);
  const { nodePath } = useSelectedNode();
  const noted = useMemo(() => new Set(timeline.notes.map(({ checkpointId }) => checkpointId)), [timeline.notes]);
  const isHovering = hoveredId !== null;
  const draw = useCallback(
    (seen: View) => {
      if (!canvas.current || !colours) return;
      const context = prepareCanvas(canvas.current, seen.width, seen.height);
      const look = { isHovering, noted, nodePath, colours, monoFont: monoFont() };
      const scene: LaneScene = { lanes, axis, reach, scale, ...look };
      if (context) drawLanes(context, scene, seen);
    },
    [lanes, axis, reach, isHovering, noted, nodePath, scale, colours],
  );
  useRedraw(scroller, draw);
  return <canvas ref={canvas} aria-hidden className="sticky top-0 left-0 block" />;
}

function monoFont(): string {
  return getComputedStyle(document.body).getPropertyValue('--font-mono') || 'monospace';
}
