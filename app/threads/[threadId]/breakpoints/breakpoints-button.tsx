'use client';

import dynamic from 'next/dynamic';
import { Button } from '@/app/components/ui/button';
import { cx } from '@/app/components/ui/cx';
import { useBreakpoints } from '@/lib/client/breakpoints';
import { isInForce } from '@/lib/inspect/breakpoint-list';
import { useDebugger } from '../debugger-model';
import { useBreakpointsPlace } from './breakpoints-context';
import { nodesOfGraph } from './nodes-of-graph';

/** Loads when it is opened. */
const BreakpointPanel = dynamic(() => import('./breakpoint-panel').then((module) => module.BreakpointPanel), {
  loading: () => null,
});

/** How many breakpoints are in force, and the list of all. */
export function BreakpointsButton() {
  const { graph } = useDebugger();
  const { graphId, isOpen, focusedId, open, close } = useBreakpointsPlace();
  const [list] = useBreakpoints(graphId);
  if (graphId === null) return null;
  const count = list.filter((each) => isInForce(each, nodesOfGraph(graph))).length;
  const name = count === 0 ? 'No breakpoints' : count === 1 ? '1 breakpoint' : `${count} breakpoints`;
  return (
    <span className="relative">
      <Button
        tone="ghost"
        aria-label={name}
        aria-expanded={isOpen}
        aria-haspopup="dialog"
        icon={
          <span
            aria-hidden
            className={cx('size-2 rounded-full border', count === 0 ? 'border-fg-3' : 'border-fail bg-fail')}
          />
        }
        onClick={() => (isOpen ? close() : open())}
      >
        <span className="max-xl:hidden">{name}</span>
        {count > 0 && (
          <span aria-hidden className="tabular-nums xl:hidden">
            {count}
          </span>
        )}
      </Button>
      {isOpen && <BreakpointPanel key={focusedId} graphId={graphId} />}
    </span>
  );
}
