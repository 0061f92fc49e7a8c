'use client';

import '@xyflow/react/dist/base.css';
import { Background, type NodeTypes, ReactFlow, ReactFlowProvider, useStore } from '@xyflow/react';
import dynamic from 'next/dynamic';
import { memo, useMemo } from 'react';
import { useCompareChoice } from '@/lib/client/compare';
import { EdgeLayer } from './edge-layer';
import { toFlow } from './flow-elements';
import { FrameNode } from './frame-node';
import { GhostNode } from './ghost-node';
import { GraphControls } from './graph-controls';
import { GraphMap } from './graph-map';
import type { GraphLayout } from './placed';
import { TaskNode } from './task-node';
import { TerminalNode } from './terminal-node';
import { useGraphKeys } from './use-graph-keys';
import { useKeepFitted } from './use-keep-fitted';
import { LEAST_ZOOM, MAP_ABOVE_NODES } from './viewport';

/** Loads when two lines are compared. */
const GhostLayer = dynamic(() => import('../compare/ghost-layer').then((module) => module.GhostLayer), {
  loading: () => null,
});

const nodeTypes: NodeTypes = { task: TaskNode, terminal: TerminalNode, frame: FrameNode, ghost: GhostNode };
/** React Flow's own credit line, in this theme's colours. */
const FRAME = 'min-h-0 flex-1 [&_[class*=attribution]]:bg-transparent! [&_[class*=attribution]_a]:text-fg-3!';
/** Arrows mean time here, not moving a node. */
const ARIA_LABELS = {
  'node.a11yDescription.default': 'A node of the graph.',
  'node.a11yDescription.keyboardDisabled': 'A node of the graph.',
};

interface GraphCanvasProps {
  layout: GraphLayout;
  /** Paths of the nodes that hold a graph. */
  inside: ReadonlySet<string>;
}

/** The drawing. It renders for another layout; what happens in the graph reaches nodes and edges by the view above. */
export const GraphCanvas = memo(function GraphCanvas(props: GraphCanvasProps) {
  return (
    <ReactFlowProvider>
      <Flow {...props} />
    </ReactFlowProvider>
  );
});

function Flow({ layout, inside }: GraphCanvasProps) {
  const nodes = useMemo(() => toFlow(layout, inside), [layout, inside]);
  const { frame, onKeyDown, onFocus } = useGraphKeys(layout, inside);
  const isCompared = useCompareChoice().chosen !== null;
  const { showWhole, showActive, onMove } = useKeepFitted(layout);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens to the keys of the nodes inside, which are buttons.
    <div
      ref={frame}
      data-large={nodes.length > MAP_ABOVE_NODES || undefined}
      className={FRAME}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
    >
      <ReactFlow
        nodes={nodes}
        nodeTypes={nodeTypes}
        minZoom={LEAST_ZOOM}
        maxZoom={2}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        ariaLabelConfig={ARIA_LABELS}
        onMove={onMove}
      >
        <CanvasGrid />
        <EdgeLayer layout={layout} />
        {isCompared && <GhostLayer layout={layout} />}
        <GraphControls onShowWhole={showWhole} onShowActive={showActive} />
        {nodes.length > MAP_ABOVE_NODES && <GraphMap />}
      </ReactFlow>
    </div>
  );
}

/** Zoomed out, dots stand further apart: a pattern finer than the screen flickers, and costs much to draw. */
function CanvasGrid() {
  const gap = useStore(({ transform: [, , zoom] }) => (zoom < 0.1 ? null : zoom < 0.4 ? 80 : 20));
  return gap === null ? null : <Background gap={gap} size={gap / 20} color="var(--line-strong)" />;
}
