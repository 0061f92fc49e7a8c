'use client';

import '@xyflow/react/dist/base.css';
import {
  Background,
  type EdgeTypes,
  type FitViewOptions,
  type NodeTypes,
  ReactFlow,
  ReactFlowProvider,
} from '@xyflow/react';
import { useMemo } from 'react';
import type { DrawableGraph } from '@/lib/contracts/debugger';
import { toFlow } from './flow-elements';
import { GraphControls } from './graph-controls';
import { RouteEdge } from './route-edge';
import { TaskNode } from './task-node';
import { TerminalNode } from './terminal-node';
import { useKeepFitted } from './use-keep-fitted';

const nodeTypes: NodeTypes = { task: TaskNode, terminal: TerminalNode };
const edgeTypes: EdgeTypes = { route: RouteEdge };
/** React Flow's own credit line, in this theme's colours. */
const FRAME = 'min-h-0 flex-1 [&_[class*=attribution]]:bg-transparent! [&_[class*=attribution]_a]:text-fg-3!';
/** Room for the legend above and the buttons at the left. */
const FIT: FitViewOptions = {
  padding: { top: '48px', bottom: '20px', left: '56px', right: '40px' },
  maxZoom: 1.1,
};
/** Arrows mean time here, not moving a node. */
const ARIA_LABELS = {
  'node.a11yDescription.default': 'A node of the graph.',
  'node.a11yDescription.keyboardDisabled': 'A node of the graph.',
  'edge.a11yDescription.default': 'An edge of the graph.',
};

export function GraphCanvas({ graph }: { graph: DrawableGraph }) {
  return (
    <ReactFlowProvider>
      <Flow graph={graph} />
    </ReactFlowProvider>
  );
}

function Flow({ graph }: { graph: DrawableGraph }) {
  const { nodes, edges } = useMemo(() => toFlow(graph), [graph]);
  const { frame, onMoveStart } = useKeepFitted(FIT);
  return (
    <div ref={frame} className={FRAME}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        fitView
        fitViewOptions={FIT}
        minZoom={0.1}
        maxZoom={2}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        ariaLabelConfig={ARIA_LABELS}
        onMoveStart={onMoveStart}
      >
        <Background gap={20} size={1} color="var(--line-strong)" />
        <GraphControls fit={FIT} />
      </ReactFlow>
    </div>
  );
}
