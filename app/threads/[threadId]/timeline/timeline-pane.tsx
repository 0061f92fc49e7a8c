'use client';

import { useMemo, useState } from 'react';
import { EmptyState } from '@/app/components/ui/empty-state';
import { useDebugger } from '../debugger-model';
import { DeleteBranch } from './delete-branch';
import { LaneNames } from './lane-names';
import { LanesView } from './lanes-view';
import { NoteEditor } from './note-editor';
import { OverviewStrip } from './overview-strip';
import { placeLanes } from './placed-lanes';
import { TimelineControls } from './timeline-controls';
import { TrackContext } from './track';
import { AxisChoiceProvider, useAxis } from './use-axis';
import { useView } from './use-view';

/** All branches, every checkpoint, and where the person stands. */
export function TimelinePane() {
  const { history } = useDebugger();
  return (
    <section aria-label="Timeline" className="flex h-full flex-col bg-surface">
      {history.entries.length === 0 ? (
        <EmptyState title="No step yet">Every step of a run becomes a mark here, from the first one on.</EmptyState>
      ) : (
        <AxisChoiceProvider>
          <FullTimeline />
        </AxisChoiceProvider>
      )}
    </section>
  );
}

function FullTimeline() {
  const { history, lanes, isFollowing } = useDebugger();
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const [deletingId, setDeletingId] = useState<string | null>(null);
  const [notedId, setNotedId] = useState<string | null>(null);
  const axis = useAxis();
  const view = useView(scroller, axis, isFollowing);
  const placed = useMemo(() => {
    const positionOfId = (id: string) => {
      const entry = history.byId.get(id);
      return entry ? axis.positionOf(entry) : 0;
    };
    return placeLanes(lanes, axis, positionOfId);
  }, [lanes, axis, history]);
  return (
    <TrackContext value={{ lanes: placed, axis, view, scroller, setScroller }}>
      <TimelineControls onNote={setNotedId} />
      {notedId !== null && <NoteEditor key={notedId} checkpointId={notedId} onClose={() => setNotedId(null)} />}
      {deletingId !== null && <DeleteBranch branchId={deletingId} onClose={() => setDeletingId(null)} />}
      <div className="flex min-h-0 flex-1">
        <LaneNames onDelete={setDeletingId} />
        <LanesView />
      </div>
      <OverviewStrip />
    </TrackContext>
  );
}
