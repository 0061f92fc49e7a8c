'use client';

import dynamic from 'next/dynamic';
import { useCompareChoice } from '@/lib/client/compare';
import { useDebugger } from '../debugger-model';
import { contentWidth } from './axis';
import { GAP_LABELS_PX, LANE_HEIGHT_PX } from './geometry';
import { LanesCanvas } from './lanes-canvas';
import { Playhead } from './playhead';
import { useTrack } from './track';
import { useScrubbing } from './use-scrubbing';

/** Load when the axis is the clock, two lines are compared, or the pointer first comes to a mark. */
const IdleGaps = dynamic(() => import('./idle-gaps').then((module) => module.IdleGaps), { loading: () => null });
const PartingLine = dynamic(() => import('../compare/compare-lane').then((module) => module.PartingLine), {
  loading: () => null,
});
const MarkHint = dynamic(() => import('./mark-hint').then((module) => module.MarkHint), { loading: () => null });

/** The lanes: a canvas that stays in sight inside a scroll area as large as the whole thread. */
export function LanesView() {
  const { branchId } = useDebugger();
  const { chosen } = useCompareChoice();
  const { lanes, axis, view, setScroller } = useTrack();
  const { pointer, hover } = useScrubbing();
  const labelsPx = axis.kind === 'clock' ? GAP_LABELS_PX : 0;
  const size = { width: contentWidth(axis, view.scale), height: lanes.length * LANE_HEIGHT_PX + labelsPx };
  return (
    <div
      ref={setScroller}
      data-testid="lanes"
      className="relative min-w-0 flex-1 overflow-auto overscroll-contain"
      // Without a playhead nothing in here takes the focus, and what scrolls must be reachable by keyboard.
      {...(branchId !== null ? {} : { role: 'group', 'aria-label': 'Lanes', tabIndex: 0 })}
    >
      <div className="relative min-h-full min-w-full touch-pan-y select-none" style={size} {...pointer}>
        <LanesCanvas hoveredId={hover?.checkpointId ?? null} />
        {axis.kind === 'clock' && <IdleGaps />}
        {chosen !== null && <PartingLine />}
        <Playhead />
      </div>
      {hover && <MarkHint checkpointId={hover.checkpointId} x={hover.clientX} y={hover.clientY} />}
    </div>
  );
}
