'use client';

import { ViewportPortal } from '@xyflow/react';
import { memo, useMemo } from 'react';
import { cx } from '@/app/components/ui/cx';
import { type Point, tipPath } from './edge-path';
import { EdgeLabelTarget, EdgeTarget } from './edge-target';
import { EDGE_Z } from './flow-elements';
import { useRouteParts, useTaken } from './graph-view';
import type { GraphLayout, PlacedEdge } from './placed';
import { RouteEdges } from './route-edges';

const DASH = '5 4';

/**
 * All declared edges as three lines that never change, and over them those that were taken, each for itself: what a step
 * changes is then as little to draw in a graph of a thousand edges as in a small one. Conditional: dashed.
 */
export const EdgeLayer = memo(function EdgeLayer({ layout: { edges, width, height } }: { layout: GraphLayout }) {
  const declared = useMemo(() => joinLines(edges), [edges]);
  const groups = useMemo(() => groupsOf(edges), [edges]);
  return (
    <ViewportPortal>
      <svg
        aria-hidden
        width={width}
        height={height}
        className="pointer-events-none absolute top-0 left-0 overflow-visible"
        style={{ zIndex: EDGE_Z }}
      >
        <g fill="none" strokeWidth={1.25} className="stroke-line-strong">
          <path d={declared.plain} />
          <path d={declared.conditional} strokeDasharray={DASH} />
        </g>
        <path d={declared.tips} className="fill-line-strong" />
        {groups.map((group) => (
          <TakenEdges key={group[0]?.id} edges={group} />
        ))}
        {groups.map((group) => (
          <RouteEdges key={group[0]?.id} edges={group} />
        ))}
        <EdgeTarget edges={edges} line={declared.conditional} />
      </svg>
      <div aria-hidden className="pointer-events-none absolute top-0 left-0" style={{ zIndex: EDGE_Z }}>
        <EdgeLabelTarget edges={edges}>
          {groups.map((group) => (
            <EdgeLabels key={group[0]?.id} edges={group} />
          ))}
        </EdgeLabelTarget>
      </div>
    </ViewportPortal>
  );
});

function joinLines(edges: readonly PlacedEdge[]) {
  const linesOf = (isConditional: boolean) =>
    edges.filter((edge) => edge.isConditional === isConditional).map((edge) => edge.path);
  return {
    plain: linesOf(false).join(' '),
    conditional: linesOf(true).join(' '),
    tips: edges.map((edge) => tipPath(edge.tip)).join(' '),
  };
}

/**
 * Edges listen in groups, and only what is shown of one is in React's tree: it walks over all of the tree at each step, and
 * copies all siblings of what it renders.
 */
const GROUP_SIZE = 32;

function groupsOf(edges: readonly PlacedEdge[]): PlacedEdge[][] {
  return Array.from({ length: Math.ceil(edges.length / GROUP_SIZE) }, (_, index) =>
    edges.slice(index * GROUP_SIZE, (index + 1) * GROUP_SIZE),
  );
}

const TakenEdges = memo(function TakenEdges({ edges }: { edges: readonly PlacedEdge[] }) {
  const taken = useTaken(edges);
  return edges.map((edge, index) =>
    taken[index] === undefined ? null : <TakenEdge key={edge.id} edge={edge} isHere={taken[index] > 0} />,
  );
});

/** Taken in this step: in the colour of now. Taken before: darker than one that was not. */
const TakenEdge = memo(function TakenEdge({ edge, isHere }: { edge: PlacedEdge; isHere: boolean }) {
  return (
    <>
      <path
        d={edge.path}
        fill="none"
        className={isHere ? 'stroke-now' : 'stroke-fg-3'}
        strokeWidth={isHere ? 2 : 1.25}
        strokeDasharray={edge.isConditional ? DASH : undefined}
      />
      <path d={tipPath(edge.tip)} className={isHere ? 'fill-now' : 'fill-fg-3'} />
    </>
  );
});

const EdgeLabels = memo(function EdgeLabels({ edges }: { edges: readonly PlacedEdge[] }) {
  const taken = useTaken(edges);
  const parts = useRouteParts(edges);
  return edges.map((edge, index) => {
    const takenHere = taken[index] ?? 0;
    const text = labelOf(edge.label, takenHere);
    const isHere = takenHere > 0 || parts[index] === 'taken';
    return text === null ? null : (
      <EdgeLabel
        key={edge.id}
        text={text}
        at={edge.labelAt}
        isHere={isHere}
        isDim={parts[index] === 'other'}
        edgeId={edge.isConditional ? edge.id : undefined}
      />
    );
  });
});

interface EdgeLabelProps {
  text: string;
  at: Point;
  isHere: boolean;
  isDim: boolean;
  /** Of one that can be clicked. */
  edgeId: string | undefined;
}

/** The declared label, and the count of a fan-out. */
const EdgeLabel = memo(function EdgeLabel({ text, at, isHere, isDim, edgeId }: EdgeLabelProps) {
  return (
    <span
      data-edge={edgeId}
      className={cx(
        edgeId !== undefined && 'pointer-events-auto cursor-pointer',
        'absolute rounded-sm bg-canvas px-1 font-mono text-2xs whitespace-nowrap',
        isHere ? 'text-now' : 'text-fg-3',
        isDim && 'opacity-40',
      )}
      style={{ transform: `translate(-50%, -50%) translate(${at.x}px, ${at.y}px)` }}
    >
      {text}
    </span>
  );
});

function labelOf(declared: string | null, takenHere: number): string | null {
  if (takenHere > 1) return declared ? `${declared} ×${takenHere}` : `Send ×${takenHere}`;
  return declared;
}
