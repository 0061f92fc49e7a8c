'use client';

import dynamic from 'next/dynamic';
import { useWatches } from '@/lib/client/watches';
import { useDebugger } from '../debugger-model';

/** Loads with the first watch, in its height. */
const WatchedMarks = dynamic(() => import('./watched-marks').then((module) => module.WatchedMarks), {
  loading: () => <div aria-busy="true" className="h-4 shrink-0 border-t" />,
});

/** Under the lanes: where on the branch shown a watched value changed. Nothing while none is watched. */
export function WatchLane() {
  const { timeline } = useDebugger();
  const [watches] = useWatches(timeline.thread.graphId);
  return watches.length === 0 ? null : <WatchedMarks count={watches.length} />;
}
