'use client';

import type { Node, NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { cx } from '@/app/components/ui/cx';
import { BreakpointGutter } from '../breakpoints/breakpoint-gutter';
import { useIsSelected, useNodeActivity } from './graph-view';
import { InsideButton } from './inside-button';
import { BOX, DETAIL, SELECTED, STRIPE } from './look-classes';
import { LOOK_ICON } from './look-icon';
import { NodeButton } from './node-button';
import { describeNode, detailOf, lookOf, progressOf } from './node-look';

export type TaskFlowNode = Node<{ name: string; hasInside: boolean }, 'task'>;

/** One node of the person's graph, as it stands at the selected checkpoint. */
export const TaskNode = memo(function TaskNode({ id, data }: NodeProps<TaskFlowNode>) {
  const activity = useNodeActivity(id);
  const isSelected = useIsSelected(id);
  const look = lookOf(activity);
  const progress = progressOf(activity);
  const isFanOut = progress !== null;
  return (
    <>
      <BreakpointGutter nodeId={id} />
      {isFanOut && (
        <span aria-hidden className="absolute inset-0 translate-x-1.5 translate-y-1.5 rounded-lg border bg-surface" />
      )}
      <div
        data-look={look}
        className={cx(
          'pointer-events-auto relative h-full w-full contain-[size_layout_style] rounded-lg border',
          // In a large graph what is out of sight is not drawn.
          'in-data-large:[content-visibility:auto]',
          BOX[look],
          isSelected && SELECTED,
        )}
      >
        <span aria-hidden className={cx('absolute inset-y-2 left-0 w-0.75 rounded-r-sm', STRIPE[look])} />
        <NodeButton
          nodePath={id}
          label={describeNode(id, activity)}
          className={cx(
            'flex h-full w-full flex-col justify-center rounded-lg pl-3.5 text-left',
            data.hasInside ? 'pr-9' : 'pr-3.5',
          )}
        >
          <span className="flex w-full items-center gap-2">
            <span className="flex-1 truncate font-medium">{data.name}</span>
            {isFanOut && <span className="font-mono text-2xs text-now">{progress}</span>}
            {LOOK_ICON[look]}
          </span>
          <span className={cx('w-full truncate font-mono text-2xs', DETAIL[look])}>{detailOf(activity)}</span>
        </NodeButton>
        {data.hasInside && (
          <InsideButton nodePath={id} isOpen={false} className="absolute top-1/2 right-2 -translate-y-1/2" />
        )}
      </div>
    </>
  );
});
