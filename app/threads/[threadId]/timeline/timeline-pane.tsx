'use client';

import { useState } from 'react';
import { EmptyState } from '@/app/components/ui/empty-state';
import { useDebugger } from '../debugger-model';
import { contentSize } from './geometry';
import { LaneNames } from './lane-names';
import { LanesView } from './lanes-view';
import { OverviewStrip } from './overview-strip';
import { TimelineControls } from './timeline-controls';
import { useZoom } from './use-zoom';

/** All branches, every checkpoint, and where the person stands. */
export function TimelinePane() {
  const { history, lanes } = useDebugger();
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const { columnWidth, zoom } = useZoom(scroller, history.columnCount);
  const size = contentSize(history.columnCount, lanes.length, columnWidth);
  if (history.entries.length === 0) {
    return (
      <section aria-label="Timeline" className="flex h-full flex-col bg-surface">
        <EmptyState title="No step yet">Every step of a run becomes a mark here, from the first one on.</EmptyState>
      </section>
    );
  }
  return (
    <section aria-label="Timeline" className="flex h-full flex-col bg-surface">
      <TimelineControls zoom={zoom} />
      <div className="flex min-h-0 flex-1">
        <LaneNames scroller={scroller} />
        <LanesView scroller={scroller} onScroller={setScroller} columnWidth={columnWidth} />
      </div>
      <OverviewStrip scroller={scroller} contentWidth={size.width} />
    </section>
  );
}
