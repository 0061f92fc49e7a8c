import { type MouseEvent, memo, type ReactNode } from 'react';
import { useStateView } from '@/lib/client/state-view';
import { START } from '@/lib/inspect/marks';
import { useGraphActions } from './graph-view';
import type { PlacedEdge } from './placed';

// Clicks on conditional edges open the node that chose, which has a button of its own for the keyboard. START has no
// details; its routes are among the step's tasks.

const REACH_PX = 14;

/** Takes clicks on lines. One line for all edges: which was meant is found out on a click. */
export const EdgeTarget = memo(function EdgeTarget({ edges, line }: { edges: readonly PlacedEdge[]; line: string }) {
  const open = useOpenSource();
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the mouse to what nodes offer to everybody.
    <path
      d={line}
      fill="none"
      stroke="transparent"
      strokeWidth={REACH_PX}
      pointerEvents="stroke"
      className="cursor-pointer"
      onClick={({ currentTarget, clientX, clientY }) => open(edgeAt(edges, currentTarget, { x: clientX, y: clientY }))}
    />
  );
});

/** Takes clicks on the labels inside, which name their edges. */
export function EdgeLabelTarget({ edges, children }: { edges: readonly PlacedEdge[]; children: ReactNode }) {
  const open = useOpenSource();
  const onClick = ({ target }: MouseEvent) => {
    const id = (target as HTMLElement).dataset.edge;
    open(edges.find((edge) => edge.id === id));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: nodes offer the same to everybody.
    // biome-ignore lint/a11y/useKeyWithClickEvents: nodes have keys.
    <div className="contents" onClick={onClick}>
      {children}
    </div>
  );
}

function useOpenSource(): (edge: PlacedEdge | undefined) => void {
  const { select } = useGraphActions();
  const { showTab } = useStateView();
  return (edge) => {
    if (edge?.source === START) showTab('tasks');
    else if (edge) select(edge.source);
  };
}

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
