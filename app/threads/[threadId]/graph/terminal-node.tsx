'use client';

import type { Node, NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { START } from '@/lib/inspect/marks';

export type TerminalFlowNode = Node<{ name: string }, 'terminal'>;

/** START and END: small rounds. */
export const TerminalNode = memo(function TerminalNode({ data }: NodeProps<TerminalFlowNode>) {
  return (
    <div className="flex h-full w-full items-center justify-center rounded-full border border-line-strong bg-surface text-2xs text-fg-2">
      {data.name === START ? 'in' : 'end'}
    </div>
  );
});
