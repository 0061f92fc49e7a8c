'use client';

import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import { START } from '@/lib/inspect/marks';

export type TerminalFlowNode = Node<Record<string, never>, 'terminal'>;

/** START and END: small rounds. */
export const TerminalNode = memo(function TerminalNode({ id }: NodeProps<TerminalFlowNode>) {
  return (
    <div className="flex h-full w-full items-center justify-center rounded-full border border-line-strong bg-surface text-2xs text-fg-2">
      {id === START ? 'in' : 'end'}
      <Handle type="target" position={Position.Top} isConnectable={false} className="invisible" />
      <Handle type="source" position={Position.Bottom} isConnectable={false} className="invisible" />
    </div>
  );
});
