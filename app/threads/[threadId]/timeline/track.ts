'use client';

import { createContext, useContext } from 'react';
import type { Axis } from './axis';
import type { PlacedLane } from './placed-lanes';
import type { TimelineView } from './use-view';

/** What the parts of the timeline share: lanes on an axis, and how a person looks at them. The same while scrubbing. */
export interface Track {
  lanes: readonly PlacedLane[];
  axis: Axis;
  view: TimelineView;
  scroller: HTMLDivElement | null;
  setScroller: (scroller: HTMLDivElement | null) => void;
}

export const TrackContext = createContext<Track | null>(null);

export function useTrack(): Track {
  const track = useContext(TrackContext);
  if (!track) throw new Error('useTrack needs a TimelinePane above it.');
  return track;
}
