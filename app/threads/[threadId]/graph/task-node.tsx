'use client';

import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import { cx } from '@/app/components/ui/cx';
import { BreakpointGutter } from '../breakpoints/breakpoint-gutter';
import { useNodeActivity } from './activity-context';
import { LookIcon } from './look-icon';
import { describeNode, detailOf, lookOf, type NodeLook, progressOf } from './node-look';

export type TaskFlowNode = Node<Record<string, never>, 'task'>;

/** One node of the person's graph, as it stands at the selected checkpoint. */
export const TaskNode = memo(function TaskNode({ id }: NodeProps<TaskFlowNode>) {
  const activity = useNodeActivity(id);
  const look = lookOf(activity);
  const progress = progressOf(activity);
  const isFanOut = progress !== null;
  return (
    <>
      <BreakpointGutter nodeId={id} />
      <div
        role="img"
        aria-label={describeNode(id, activity)}
        data-look={look}
        className={cx('relative h-full w-full rounded-lg border', BOX[look])}
      >
        {isFanOut && (
          <span
            aria-hidden
            className="absolute inset-0 -z-10 translate-x-1.5 translate-y-1.5 rounded-lg border bg-surface"
          />
        )}
        <span aria-hidden className={cx('absolute inset-y-2 left-0 w-0.75 rounded-r-sm', STRIPE[look])} />
        <span className="flex h-full flex-col justify-center px-3.5">
          <span className="flex items-center gap-2">
            <span className="flex-1 truncate font-medium">{id}</span>
            {isFanOut && <span className="font-mono text-2xs text-now">{progress}</span>}
            <LookIcon look={look} />
          </span>
          <span className={cx('truncate font-mono text-2xs', DETAIL[look])}>{detailOf(activity)}</span>
        </span>
        <Handle type="target" position={Position.Top} isConnectable={false} className="invisible" />
        <Handle type="source" position={Position.Bottom} isConnectable={false} className="invisible" />
      </div>
    </>
  );
});

const BOX: Record<NodeLook, string> = {
  idle: 'border-line-strong bg-surface',
  'ran-before': 'border-line-strong bg-surface',
  'ran-here': 'border-now bg-surface shadow-[0_0_0_1px_var(--now)]',
  next: 'border-dashed border-now bg-surface',
  running: 'border-now bg-now-soft shadow-[0_0_0_1px_var(--now)]',
  waiting: 'border-wait bg-surface shadow-[0_0_0_1px_var(--wait)]',
  failed: 'border-fail bg-fail-soft shadow-[0_0_0_1px_var(--fail)]',
};

const STRIPE: Record<NodeLook, string> = {
  idle: 'hidden',
  'ran-before': 'bg-done',
  'ran-here': 'bg-now',
  next: 'hidden',
  running: 'bg-now animate-working',
  waiting: 'bg-wait',
  failed: 'bg-fail',
};

const DETAIL: Record<NodeLook, string> = {
  idle: 'text-fg-3',
  'ran-before': 'text-fg-3',
  'ran-here': 'text-fg-2',
  next: 'text-now',
  running: 'text-now',
  waiting: 'text-wait',
  failed: 'text-fail',
};
