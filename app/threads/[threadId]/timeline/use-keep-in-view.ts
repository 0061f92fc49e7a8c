'use client';

import { useCallback, useEffect, useEffectEvent, useRef } from 'react';
import { useDebugger, useSelected } from '../debugger-model';
import { xOf } from './axis';
import { LANE_HEIGHT_PX, scrollToShow, type View } from './geometry';
import { useTrack } from './track';
import { useRedraw, viewOf } from './use-redraw';

const MARGIN_PX = 80;

/**
 * Scrolls the least that shows the selected mark: nothing while it is in view. While following, the selection is the
 * newest step, which so stays at the right edge, unless a person moved the view: then what arrives does not.
 */
export function useKeepInView(): void {
  const { isFollowing } = useDebugger();
  const { entry } = useSelected();
  const {
    lanes,
    axis,
    view: { scale, isHeld },
    scroller,
  } = useTrack();
  const checkpointId = entry?.checkpointId;
  // Noted at each frame that moves it: asking here would make the browser lay out the page at every step.
  const seen = useRef<View>(null);
  useRedraw(
    scroller,
    useCallback((view: View) => {
      seen.current = view;
    }, []),
  );
  const show = useEffectEvent(() => {
    if (!scroller || !entry || (isFollowing && isHeld)) return;
    const x = xOf(axis.positionOf(entry), scale);
    const row = lanes.find((lane) => lane.branchId === entry.branchId)?.row ?? 0;
    const y = (row + 0.5) * LANE_HEIGHT_PX;
    const view = seen.current ?? viewOf(scroller);
    const left = scrollToShow(x, view.scrollLeft, view.width, MARGIN_PX);
    const top = scrollToShow(y, view.scrollTop, view.height, LANE_HEIGHT_PX / 2);
    if (left !== view.scrollLeft) scroller.scrollLeft = left;
    if (top !== view.scrollTop) scroller.scrollTop = top;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: it shows the selection when that changes, and when the axis does.
  useEffect(() => show(), [scroller, checkpointId, axis.kind, isFollowing && isHeld]);
}
