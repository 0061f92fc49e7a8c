'use client';

import dynamic from 'next/dynamic';
import { useLayoutEffect, useMemo, useState } from 'react';
import { ErrorState } from '@/app/components/ui/error-state';
import { useOpenSubgraphs } from '@/lib/client/open-subgraphs';
import { useSelectedNode } from '@/lib/client/selected-node';
import type { DrawableGraph } from '@/lib/contracts/debugger';
import { useLookInside } from '../inside/use-look-inside';
import { Split } from '../split';
import { GraphCanvas } from './graph-canvas';
import { GraphLegend } from './graph-legend';
import { GraphSkeleton } from './graph-skeleton';
import { type GraphActions, GraphActionsContext, GraphView, GraphViewContext } from './graph-view';
import { useGraphActivity } from './use-graph-activity';
import { useLayout } from './use-layout';
import { readingOrder } from './walk';

/** Load with the first node that is selected. */
const NodeDetails = dynamic(() => import('./details/node-details').then((module) => module.NodeDetails), {
  loading: () => <div aria-busy="true" className="h-full bg-surface" />,
});

const DETAILS_LIMITS = { firstMinPx: 240, secondMinPx: 220 };
const LEGEND = <GraphLegend />;

/** The graph at the selected checkpoint, and beside it the details of the node that is selected. */
export function GraphAtSelection({ graph }: { graph: DrawableGraph }) {
  const { nodePath, selectNode } = useSelectedNode();
  const { open, setOpen } = useOpenSubgraphs();
  const { enter, notice } = useLookInside();
  const actions = useMemo<GraphActions>(() => ({ select: selectNode, setOpen, enter }), [selectNode, setOpen, enter]);
  return (
    <GraphActionsContext value={actions}>
      <ShownGraph graph={graph} nodePath={nodePath} opened={open} notice={notice} />
    </GraphActionsContext>
  );
}

interface ShownGraphProps {
  graph: DrawableGraph;
  /** The node that is selected. */
  nodePath: string | null;
  /** Paths of the nodes whose graph is opened in place. */
  opened: readonly string[];
  notice: string | null;
}

/** Renders at each step, without asking the address again. */
function ShownGraph({ graph, nodePath, opened, notice }: ShownGraphProps) {
  const shown = useGraphActivity(graph, opened);
  const { activity, inside, path, enteredPath } = shown;
  const [view] = useState(() => new GraphView());
  const ghosts = useMemo(() => path.ghosts.map(({ node }) => node), [path.ghosts]);
  const { data: layout, error, refetch } = useLayout({ graph, open: inside.open, ghosts });

  // Before the browser paints, so that nodes and edges are never a frame behind.
  useLayoutEffect(() => view.show({ activity }), [view, activity]);
  useLayoutEffect(() => view.show({ selectedPath: nodePath }), [view, nodePath]);
  useLayoutEffect(() => view.show({ enteredPath }), [view, enteredPath]);
  useLayoutEffect(() => view.show({ ghosts: path.ghosts }), [view, path.ghosts]);
  useLayoutEffect(() => {
    const nodes = layout?.nodes ?? [];
    if (!nodes.some(({ id }) => id === view.shown.tabStopPath))
      view.show({ tabStopPath: readingOrder(nodes)[0]?.id ?? null });
  }, [view, layout]);

  return (
    <GraphViewContext value={view}>
      <Split
        name="details"
        label="Resize the node’s details"
        direction="horizontal"
        initialShare={64}
        limits={DETAILS_LIMITS}
        parts={[
          <div key="graph" className="relative flex h-full flex-col">
            {layout ? (
              <>
                <GraphCanvas layout={layout} inside={inside.paths} />
                {LEGEND}
                <p role="status" className={notice === null ? 'sr-only' : NOTICE}>
                  {notice}
                </p>
              </>
            ) : error ? (
              <ErrorState title="The graph could not be drawn" error={error} onRetry={() => void refetch()} />
            ) : (
              <GraphSkeleton />
            )}
          </div>,
          nodePath === null ? null : <NodeDetails key={nodePath} nodePath={nodePath} shown={shown} />,
        ]}
      />
    </GraphViewContext>
  );
}

const NOTICE =
  'absolute inset-x-3 bottom-3 mx-auto w-fit rounded-md border border-line-strong bg-surface px-3 py-1.5 text-xs text-fg-2';
