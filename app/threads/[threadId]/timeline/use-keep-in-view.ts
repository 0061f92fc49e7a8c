'use client';

import { useEffect, useEffectEvent } from 'react';
import { columnOf } from '@/lib/inspect/history';
import { useDebugger } from '../debugger-model';
import { LANE_HEIGHT_PX, scrollToShow, xOf } from './geometry';

const MARGIN_PX = 80;

/**
 * Scrolls the least that shows the selected mark: nothing while it is in view. While following, the selection is the
 * newest step, which so stays at the right edge; otherwise new data changes no selection and thus never moves the view.
 */
export function useKeepInView(scroller: HTMLElement | null, columnWidth: number): void {
  const { history, lanes, entry } = useDebugger();
  const checkpointId = entry?.checkpointId;
  const show = useEffectEvent(() => {
    if (!scroller || !entry) return;
    const x = xOf(columnOf(history, entry.checkpointId), columnWidth);
    const row = lanes.find((lane) => lane.branchId === entry.branchId)?.row ?? 0;
    scroller.scrollLeft = scrollToShow(x, scroller.scrollLeft, scroller.clientWidth, MARGIN_PX);
    scroller.scrollTop = scrollToShow(
      (row + 0.5) * LANE_HEIGHT_PX,
      scroller.scrollTop,
      scroller.clientHeight,
      LANE_HEIGHT_PX / 2,
    );
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: it shows the selection when that changes, and only then.
  useEffect(() => show(), [scroller, checkpointId]);
}
