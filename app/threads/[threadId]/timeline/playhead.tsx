'use client';

import { type CSSProperties, useMemo } from 'react';
import { describeEntry } from '@/lib/inspect/marks';
import { positionOnPath } from '@/lib/inspect/path';
import { useDebugger, useSelected } from '../debugger-model';
import { xOf } from './axis';
import { LANE_HEIGHT_PX, yOf } from './geometry';
import { useTrack } from './track';
import { useKeepInView } from './use-keep-in-view';

const RING_PX = 10;
/** The line leaves the selected mark's labels readable, and shimmers through those of the other lanes. */
const LABELS_PX = 38;

/** Now, as a line over all lanes, moved by transforms alone, which lay out nothing; its head is the slider that assistive technology sees. Keys work from anywhere. */
export function Playhead() {
  const { history, shownPath } = useDebugger();
  const { selection, entry } = useSelected();
  const { lanes, axis, view } = useTrack();
  useKeepInView();
  const laneCount = lanes.length;
  const faded = useMemo(() => fadedOver(laneCount), [laneCount]);
  if (!selection || !entry) return null;
  const x = xOf(axis.positionOf(entry), view.scale);
  const row = lanes.find((lane) => lane.branchId === entry.branchId)?.row ?? 0;
  const lastStep = history.byId.get(shownPath.at(-1) ?? '')?.step ?? entry.step;
  const isPassed = history.children.has(entry.checkpointId);
  return (
    <div className="pointer-events-none absolute inset-y-0 left-0 w-0" style={{ transform: `translateX(${x}px)` }}>
      <div className="absolute inset-y-0 -left-px w-0.5 overflow-clip" style={faded}>
        <div
          className="absolute inset-y-0 w-0.5 bg-now"
          style={{ transform: `translateY(calc(${yOf(row) - RING_PX}px - 100%))` }}
        />
        <div
          className="absolute inset-y-0 w-px bg-now opacity-60"
          style={{ transform: `translateY(${yOf(row) + LABELS_PX}px)` }}
        />
      </div>
      <div
        className="absolute top-0 -left-2.5 size-5 rounded-full border-2 border-now bg-now/15"
        style={{ transform: `translateY(${yOf(row) - RING_PX}px)` }}
      />
      <div
        role="slider"
        tabIndex={0}
        aria-label="Timeline"
        aria-valuemin={0}
        aria-valuemax={Math.max(0, shownPath.length - 1)}
        aria-valuenow={positionOnPath(history, shownPath, entry.checkpointId)}
        aria-valuetext={describeEntry(entry, lastStep, isPassed)}
        className="pointer-events-auto sticky top-0 -ml-1.5 h-2.5 w-3 cursor-ew-resize rounded-b-md bg-now"
      />
    </div>
  );
}

/** Faint where a lane's labels stand, lane by lane; below the last lane there are none. */
function fadedOver(laneCount: number): CSSProperties {
  const from = yOf(0) + RING_PX;
  const stops = `#000 0 ${from}px, rgb(0 0 0 / 12%) ${from}px ${LANE_HEIGHT_PX}px`;
  const end = `${laneCount * LANE_HEIGHT_PX}px`;
  return {
    maskImage: `repeating-linear-gradient(${stops}), linear-gradient(transparent ${end}, #000 ${end})`,
    maskSize: `100% ${end}, auto`,
    maskRepeat: 'no-repeat',
  };
}
