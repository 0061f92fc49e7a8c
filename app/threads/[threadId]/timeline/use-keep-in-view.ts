'use client';

import { useEffect, useEffectEvent } from 'react';
import { useDebugger } from '../debugger-model';
import { xOf } from './axis';
import { LANE_HEIGHT_PX, scrollToShow } from './geometry';
import { useTrack } from './track';

const MARGIN_PX = 80;

/**
 * Scrolls the least that shows the selected mark: nothing while it is in view. While following, the selection is the
 * newest step, which so stays at the right edge, unless a person moved the view: then what arrives does not.
 */
export function useKeepInView(): void {
  const { entry, isFollowing } = useDebugger();
  const { lanes, axis, view, scroller } = useTrack();
  const checkpointId = entry?.checkpointId;
  const show = useEffectEvent(() => {
    if (!scroller || !entry || (isFollowing && view.isHeld)) return;
    const x = xOf(axis.positionOf(entry), view.scale);
    const row = lanes.find((lane) => lane.branchId === entry.branchId)?.row ?? 0;
    const y = (row + 0.5) * LANE_HEIGHT_PX;
    const left = scrollToShow(x, scroller.scrollLeft, scroller.clientWidth, MARGIN_PX);
    const top = scrollToShow(y, scroller.scrollTop, scroller.clientHeight, LANE_HEIGHT_PX / 2);
    if (left !== scroller.scrollLeft) scroller.scrollLeft = left;
    if (top !== scroller.scrollTop) scroller.scrollTop = top;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: it shows the selection when that changes, and when the axis does.
  useEffect(() => show(), [scroller, checkpointId, axis.kind, isFollowing && view.isHeld]);
}
