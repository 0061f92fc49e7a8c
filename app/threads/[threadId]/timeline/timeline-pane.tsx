'use client';

import dynamic from 'next/dynamic';
import { useMemo, useState } from 'react';
import { EmptyState } from '@/app/components/ui/empty-state';
import { useCompareChoice } from '@/lib/client/compare';
import { useDebugger } from '../debugger-model';
import { useFind } from '../find/find-context';
import { LaneNames } from './lane-names';
import { LanesView } from './lanes-view';
import { OverviewStrip } from './overview-strip';
import { placeLanes } from './placed-lanes';
import { TimelineControls } from './timeline-controls';
import { TrackContext } from './track';
import { AxisChoiceProvider, useAxis } from './use-axis';
import { useView } from './use-view';
import { WatchLane } from './watch-lane';

/** Load when they are opened, in strips of their height. */
const DeleteBranch = dynamic(() => import('./delete-branch').then((module) => module.DeleteBranch), {
  loading: () => <div aria-busy="true" className="h-[41px] shrink-0 border-b border-fail/40 bg-fail-soft" />,
});
const FindBar = dynamic(() => import('../find/find-bar').then((module) => module.FindBar), {
  loading: () => <div aria-busy="true" className="h-[37px] shrink-0 border-b bg-sunken" />,
});
const CompareLane = dynamic(() => import('../compare/compare-lane').then((module) => module.CompareLane), {
  loading: () => <div aria-busy="true" className="h-[34px] shrink-0 border-t bg-sunken" />,
});
const HitLane = dynamic(() => import('../find/hit-lane').then((module) => module.HitLane), {
  loading: () => <div aria-busy="true" className="h-[21px] shrink-0 border-b" />,
});
const NoteEditor = dynamic(() => import('./note-editor').then((module) => module.NoteEditor), {
  loading: () => <div aria-busy="true" className="h-[73px] shrink-0 border-b bg-sunken" />,
});

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
  const find = useFind();
  const { chosen } = useCompareChoice();
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
      {find.isOpen && <FindBar />}
      {notedId !== null && <NoteEditor key={notedId} checkpointId={notedId} onClose={() => setNotedId(null)} />}
      {deletingId !== null && <DeleteBranch branchId={deletingId} onClose={() => setDeletingId(null)} />}
      {find.isOpen && <HitLane />}
      <div className="flex min-h-0 flex-1">
        <LaneNames onDelete={setDeletingId} />
        <LanesView />
      </div>
      {chosen !== null && <CompareLane />}
      <WatchLane />
      <OverviewStrip />
    </TrackContext>
  );
}
