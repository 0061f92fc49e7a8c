'use client';

import type { Node, NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { cx } from '@/app/components/ui/cx';
import type { Ghost } from '@/lib/inspect/path-activity';
import { useGhostKind, useIsSelected, useNodeActivity } from './graph-view';
import { DETAIL, SELECTED } from './look-classes';
import { LOOK_ICON } from './look-icon';
import { NodeButton } from './node-button';
import { describeNode, detailOf, lookOf } from './node-look';

export type GhostFlowNode = Node<{ name: string }, 'ghost'>;

/** A node that ran, or would have, and that the graph does not declare. Nothing leads to it: what did is not known. */
export const GhostNode = memo(function GhostNode({ id, data }: NodeProps<GhostFlowNode>) {
  const activity = useNodeActivity(id);
  const isSelected = useIsSelected(id);
  const text = GHOST_TEXT[useGhostKind(id)];
  const look = lookOf(activity);
  return (
    <div
      data-look={look}
      data-ghost
      className={cx(
        'pointer-events-auto relative h-full w-full contain-[size_layout_style] rounded-lg border border-control-line border-dotted bg-canvas',
        isSelected && SELECTED,
      )}
    >
      <NodeButton
        nodePath={id}
        label={`${describeNode(id, activity)}, ${text}`}
        className="flex h-full w-full flex-col justify-center rounded-lg px-3.5 text-left"
      >
        <span className="flex w-full items-center gap-2">
          <span className="flex-1 truncate text-fg-2 italic">{data.name}</span>
          {LOOK_ICON[look]}
        </span>
        <span className={cx('w-full truncate font-mono text-2xs', DETAIL[look])}>{detailOf(activity)}</span>
      </NodeButton>
      <span aria-hidden className="absolute -top-2 left-2.5 rounded-sm bg-canvas px-1 text-2xs leading-4 text-fg-3">
        {text}
      </span>
    </div>
  );
});

const GHOST_TEXT: Record<Ghost['kind'], string> = {
  lost: 'no longer in the graph',
  function: 'task function',
};
