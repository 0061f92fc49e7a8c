import { type MouseEvent, memo } from 'react';
import { useStateView } from '@/lib/client/state-view';
import { START } from '@/lib/inspect/marks';
import { useGraphActions } from './graph-view';
import type { PlacedEdge } from './placed';

const REACH_PX = 14;

/**
 * Takes clicks on conditional edges: they open the node that chose, which has a button of its own for the keyboard. START
 * has no details; its routes are among the step's tasks. One line for all edges: which was meant is found out on a click.
 */
export const EdgeTarget = memo(function EdgeTarget({ edges, line }: { edges: readonly PlacedEdge[]; line: string }) {
  const { select } = useGraphActions();
  const { showTab } = useStateView();
  const onClick = ({ currentTarget, clientX, clientY }: MouseEvent<SVGPathElement>) => {
    const edge = edgeAt(edges, currentTarget, { x: clientX, y: clientY });
    if (!edge) return;
    if (edge.source === START) showTab('tasks');
    else select(edge.source);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the mouse to what nodes offer to everybody.
    <path
      d={line}
      fill="none"
      stroke="transparent"
      strokeWidth={REACH_PX}
      className="pointer-events-[stroke] cursor-pointer"
      onClick={onClick}
    />
  );
});

function edgeAt(
  edges: readonly PlacedEdge[],
  target: SVGPathElement,
  { x, y }: { x: number; y: number },
): PlacedEdge | undefined {
  const matrix = target.getScreenCTM();
  if (!matrix) return undefined;
  const point = new DOMPoint(x, y).matrixTransform(matrix.inverse());
  const probe = target.cloneNode() as SVGPathElement;
  target.after(probe);
  const found = edges.find(({ isConditional, path }) => {
    if (!isConditional) return false;
    probe.setAttribute('d', path);
    return probe.isPointInStroke(point);
  });
  probe.remove();
  return found;
}
