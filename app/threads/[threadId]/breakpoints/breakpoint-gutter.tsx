'use client';

import { memo } from 'react';
import { cx } from '@/app/components/ui/cx';
import { useBreakpoints } from '@/lib/client/breakpoints';
import { breakpointsAt, isPlain, type KeptBreakpoint, nodeText } from '@/lib/inspect/breakpoint-list';
import { useBreakpointsPlace } from './breakpoints-context';

/**
 * The place left of a node for its breakpoint: a click sets one before the node and takes a plain one away; one with a
 * condition, or after the node, opens in the list, and a right click opens any.
 * @param nodeId as the graph is drawn: the levels of a subgraph's node joined with `:`
 */
export const BreakpointGutter = memo(function BreakpointGutter({ nodeId }: { nodeId: string }) {
  const { graphId, open } = useBreakpointsPlace();
  const [list, change] = useBreakpoints(graphId);
  if (graphId === null) return null;
  const node = nodeId.replaceAll(':', '|');
  const here = breakpointsAt(list, node);
  const [first] = here;
  const isOn = here.some((each) => each.isOn);

  const press = () => {
    if (!first) change((known) => [...known, newBreakpoint(node)]);
    else if (here.length === 1 && isPlain(first)) change((known) => known.filter(({ id }) => id !== first.id));
    else open(first.id);
  };
  return (
    <button
      type="button"
      aria-label={labelOf(node, here)}
      aria-pressed={isOn}
      onClick={(event) => {
        event.stopPropagation();
        press();
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        event.stopPropagation();
        if (first) return open(first.id);
        const made = newBreakpoint(node);
        change((known) => [...known, made]);
        open(made.id);
      }}
      className="group/gutter nodrag nopan pointer-events-auto absolute top-1/2 -left-7 grid size-6 -translate-y-1/2 place-items-center rounded-full"
    >
      <span
        aria-hidden
        className={cx(
          'size-2.5 rounded-full border transition-colors',
          first === undefined &&
            'border-transparent group-hover/gutter:border-fail group-focus-visible/gutter:border-fail',
          first !== undefined && (isOn ? 'border-fail bg-fail' : 'border-fail'),
          here.some((each) => each.condition !== '') && 'ring-2 ring-fail/40',
        )}
      />
    </button>
  );
});

function newBreakpoint(node: string): KeptBreakpoint {
  return { id: crypto.randomUUID(), node, when: 'before', condition: '', isOn: true };
}

function labelOf(node: string, here: readonly KeptBreakpoint[]): string {
  const [first] = here;
  const name = nodeText(node);
  if (!first || (here.length === 1 && isPlain(first))) return `Breakpoint before ${name}`;
  return `${here.length === 1 ? `Breakpoint ${first.when}` : `${here.length} breakpoints at`} ${name}: open the list`;
}
