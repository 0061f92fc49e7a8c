'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { Button } from '@/app/components/ui/button';
import { Popover } from '@/app/components/ui/popover';
import { breakpointNodesQuery, useBreakpoints } from '@/lib/client/breakpoints';
import { withChange } from '@/lib/inspect/breakpoint-list';
import { useDebugger } from '../debugger-model';
import { BreakpointRow } from './breakpoint-row';
import { useBreakpointsPlace } from './breakpoints-context';
import { nodesOfGraph } from './nodes-of-graph';

/** All breakpoints of the graph: to switch, edit, add and remove. */
export function BreakpointPanel({ graphId }: { graphId: string }) {
  const { graph } = useDebugger();
  const { focusedId, close } = useBreakpointsPlace();
  const [list, change] = useBreakpoints(graphId);
  const { data: inside } = useQuery(breakpointNodesQuery(graphId));
  const rootNodes = nodesOfGraph(graph);
  const nodes = [...new Set([...(rootNodes ?? []), ...(inside ?? [])])];
  const add = () =>
    change((known) => [
      ...known,
      { id: crypto.randomUUID(), node: nodes[0] ?? null, when: 'before', condition: '', isOn: true },
    ]);
  return (
    <Popover label="Breakpoints" onClose={close} className="w-120">
      <h2 className="flex h-9 shrink-0 items-center border-b px-3 font-medium">Breakpoints</h2>
      {list.length === 0 ? (
        <p className="px-3 py-3 text-fg-2">None yet. Click left of a node in the graph, or add one here.</p>
      ) : (
        <ul aria-label="Breakpoints" className="divide-y">
          {list.map((breakpoint) => (
            <BreakpointRow
              key={breakpoint.id}
              breakpoint={breakpoint}
              nodes={nodes}
              rootNodes={rootNodes}
              isFocused={breakpoint.id === focusedId}
              onChange={(next) => change((known) => withChange(known, breakpoint.id, next))}
              onRemove={() => change((known) => known.filter(({ id }) => id !== breakpoint.id))}
            />
          ))}
        </ul>
      )}
      <div className="flex shrink-0 items-center gap-3 border-t bg-sunken px-3 py-2">
        <Button size="sm" icon={<Plus aria-hidden size={12} />} onClick={add}>
          Add a breakpoint
        </Button>
        <p className="min-w-0 flex-1 text-2xs text-fg-3">
          Kept in this browser, for all threads of <span className="font-mono">{graphId}</span>. They hold the runs that
          are started from here, not those of other clients.
        </p>
      </div>
    </Popover>
  );
}
