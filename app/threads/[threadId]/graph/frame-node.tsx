'use client';

import type { Node, NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { cx } from '@/app/components/ui/cx';
import { BreakpointGutter } from '../breakpoints/breakpoint-gutter';
import { useIsEntered, useIsSelected, useNodeActivity } from './graph-view';
import { InsideButton } from './inside-button';
import { DETAIL, SELECTED } from './look-classes';
import { LOOK_ICON } from './look-icon';
import { LookInsideButton } from './look-inside-button';
import { NodeButton } from './node-button';
import { describeNode, detailOf, lookOf, type NodeLook, progressOf } from './node-look';

export type FrameFlowNode = Node<{ name: string; hasInside: boolean }, 'frame'>;

/** A node that is opened: its name above, the graph inside below. */
export const FrameNode = memo(function FrameNode({ id, data }: NodeProps<FrameFlowNode>) {
  const activity = useNodeActivity(id);
  const isSelected = useIsSelected(id);
  const isEntered = useIsEntered(id);
  const look = lookOf(activity);
  const progress = progressOf(activity);
  return (
    <>
      <BreakpointGutter nodeId={id} />
      <div
        data-look={look}
        className={cx(
          'h-full w-full rounded-xl border bg-sunken',
          FRAME[look],
          isSelected && SELECTED,
          isEntered && ENTERED,
        )}
      >
        <div className="pointer-events-auto flex h-7 items-center gap-1 pr-1">
          <NodeButton
            nodePath={id}
            label={`${describeNode(id, activity)}, opened`}
            className="flex h-full min-w-0 flex-1 items-center gap-2 rounded-lg pl-3 text-left"
          >
            <span className="truncate font-medium">{data.name}</span>
            <span className={cx('min-w-0 flex-1 truncate font-mono text-2xs', DETAIL[look])}>{detailOf(activity)}</span>
            {progress !== null && <span className="font-mono text-2xs text-now">{progress}</span>}
            {LOOK_ICON[look]}
          </NodeButton>
          <LookInsideButton nodePath={id} isEntered={isEntered} />
          <InsideButton nodePath={id} isOpen className="shrink-0" />
        </div>
      </div>
    </>
  );
});

/** Looked into: what it shows is at the step inside. */
const ENTERED = 'outline-2 outline-offset-2 outline-now';

const FRAME: Record<NodeLook, string> = {
  idle: 'border-line-strong',
  'ran-before': 'border-line-strong',
  'ran-here': 'border-now',
  cached: 'border-now',
  answered: 'border-edit',
  next: 'border-dashed border-now',
  running: 'border-now',
  waiting: 'border-wait',
  failed: 'border-fail',
  cancelled: 'border-dashed border-control-line',
};
