'use client';

import { type PointerEvent, useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { nearestIndex } from '@/lib/inspect/lanes';
import { branchPath, positionOnPath } from '@/lib/inspect/path';
import { useDebugger, useDebuggerActions } from '../debugger-model';
import { positionAt } from './axis';
import type { View } from './geometry';
import { markAt } from './placed-lanes';
import { useTrack } from './track';
import { useRedraw } from './use-redraw';

export interface Hover {
  checkpointId: string;
  clientX: number;
  clientY: number;
}

interface Drag {
  /** The scroller's place, as of the press: asking at each move would make the browser lay out the page. */
  box: DOMRect;
  branchId: string;
  path: readonly string[];
  /** Of each checkpoint on the path. */
  positions: readonly number[];
  clientX: number;
  frame: number;
}

const EDGE_PX = 28;
const EDGE_SPEED_PX = 14;

/**
 * Pressing on a mark selects it, on its own branch if the one shown does not pass through it. Dragging from there, or
 * from anywhere, moves along the branch; at an edge the view scrolls on. One selection per frame.
 */
export function useScrubbing() {
  const { history, branchId: shownId } = useDebugger();
  const { lanes, axis, view, scroller } = useTrack();
  const { select, latest } = useDebuggerActions();
  const [hover, setHover] = useState<Hover | null>(null);
  const drag = useRef<Drag | null>(null);

  // Noted when it moves, for the same reason.
  const scrollLeft = useRef(0);
  useRedraw(
    scroller,
    useCallback((seen: View) => {
      scrollLeft.current = seen.scrollLeft;
    }, []),
  );
  const contentPoint = (clientX: number, clientY: number) => {
    const box = scroller?.getBoundingClientRect() ?? new DOMRect();
    return { x: clientX - box.left + (scroller?.scrollLeft ?? 0), y: clientY - box.top + (scroller?.scrollTop ?? 0) };
  };
  const nearest = ({ path, positions }: Pick<Drag, 'path' | 'positions'>, x: number) =>
    path[nearestIndex(positions, positionAt(x, view.scale))];

  const press = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0 || (event.target as Element).closest('button')) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setHover(null);
    const point = contentPoint(event.clientX, event.clientY);
    const hit = markAt(lanes, point, view.scale);
    const shownBranchId = shownId ?? '';
    const passes = hit !== null && positionOnPath(history, branchPath(history, shownBranchId), hit) >= 0;
    const branchId = hit === null || passes ? shownBranchId : (history.byId.get(hit)?.branchId ?? shownBranchId);
    const path = branchPath(history, branchId);
    const positions = path.map((id) => {
      const entry = history.byId.get(id);
      return entry ? axis.positionOf(entry) : 0;
    });
    const box = scroller?.getBoundingClientRect() ?? new DOMRect();
    drag.current = { branchId, path, positions, box, clientX: event.clientX, frame: 0 };
    const checkpointId = hit ?? nearest({ path, positions }, point.x);
    if (checkpointId !== undefined) select({ checkpointId, branchId }, { isJump: true });
  };

  const scrub = useEffectEvent(() => {
    const current = drag.current;
    if (!current || !scroller) return;
    current.frame = 0;
    const { box, clientX } = current;
    const byPx = clientX > box.right - EDGE_PX ? EDGE_SPEED_PX : clientX < box.left + EDGE_PX ? -EDGE_SPEED_PX : 0;
    const before = scrollLeft.current;
    if (byPx !== 0) {
      scroller.scrollLeft += byPx;
      scrollLeft.current = scroller.scrollLeft;
    }
    const checkpointId = nearest(current, clientX - box.left + scrollLeft.current);
    if (checkpointId !== undefined && checkpointId !== latest().selection?.checkpointId) {
      select({ checkpointId, branchId: current.branchId });
    }
    if (scrollLeft.current !== before) schedule();
  });
  const schedule = () => {
    if (drag.current) drag.current.frame ||= requestAnimationFrame(() => scrub());
  };

  const move = (event: PointerEvent<HTMLElement>) => {
    if (drag.current) {
      drag.current.clientX = event.clientX;
      schedule();
      return;
    }
    const hit = markAt(lanes, contentPoint(event.clientX, event.clientY), view.scale);
    if (hit === (hover?.checkpointId ?? null)) return;
    setHover(hit === null ? null : { checkpointId: hit, clientX: event.clientX, clientY: event.clientY });
  };

  const release = useCallback(() => {
    if (drag.current) cancelAnimationFrame(drag.current.frame);
    drag.current = null;
  }, []);
  useEffect(() => release, [release]);

  return {
    hover,
    pointer: {
      onPointerDown: press,
      onPointerMove: move,
      onPointerUp: release,
      onPointerCancel: release,
      onPointerLeave: () => setHover(null),
    },
  };
}
