'use client';

import dynamic from 'next/dynamic';
import type { TimelineEntry } from '@/lib/contracts/debugger';
import { useValues } from './picked-value';

/** Loads with the first watch, in the height of a line of them. */
const Watches = dynamic(() => import('./watches').then((module) => module.Watches), {
  loading: () => <div aria-busy="true" className="h-8 shrink-0 border-b" />,
});

/** What is watched, above the state. Nothing while nothing is. */
export function WatchBar({ entry }: { entry: TimelineEntry }) {
  const values = useValues();
  if (values === null || values.watches.length === 0) return null;
  return <Watches values={values} step={entry.step} />;
}
