'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { cx } from '@/app/components/ui/cx';
import { rootNodeOf, runIn, runIndexAt, runPositions } from '@/lib/inspect/node-runs';
import { formatCount, formatDuration } from '../../../../components/ui/format';
import { useDebugger, useDebuggerActions, useSelected } from '../../debugger-model';
import type { ShownActivity } from '../use-graph-activity';

const ROW_PX = 26;

/** Every step of the shown path that the node made: a click goes there. For a node inside another, of the one that holds it. */
export function NodeRuns({ nodePath, shown }: { nodePath: string; shown: ShownActivity }) {
  const { selection } = useSelected();
  const { select } = useDebuggerActions();
  const node = rootNodeOf(nodePath);
  const positions = runPositions(shown.path, node);
  const current = runIndexAt(positions, shown.position);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: positions.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 6,
  });
  useEffect(() => {
    if (current >= 0) virtualizer.scrollToIndex(current);
  }, [current, virtualizer]);
  if (positions.length === 0) return null;
  return (
    <div className="flex max-h-[45%] min-h-24 shrink-0 flex-col border-t">
      <h3 className="flex h-7 shrink-0 items-center px-3 text-xs text-fg-2">
        {formatCount(positions.length, 'step')} on this path {node === nodePath ? 'ran it' : `ran ${node}`}
      </h3>
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto">
        <ol aria-label={`Steps that ran ${node}`} className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const position = positions[index] as number;
            return (
              <li key={index} className="absolute inset-x-0 top-0" style={{ transform: `translateY(${start}px)` }}>
                <RunRow
                  checkpointId={shown.path.path[position] ?? ''}
                  node={node}
                  isShown={position === shown.position}
                  onChoose={(checkpointId) => selection && select({ ...selection, checkpointId }, { isJump: true })}
                />
              </li>
            );
          })}
        </ol>
      </div>
    </div>
  );
}

interface RunRowProps {
  checkpointId: string;
  node: string;
  isShown: boolean;
  onChoose: (checkpointId: string) => void;
}

function RunRow({ checkpointId, node, isShown, onChoose }: RunRowProps) {
  const { history } = useDebugger();
  const entry = history.byId.get(checkpointId);
  if (!entry) return null;
  const { tasks, durationMs, attempts } = runIn(entry, node);
  return (
    <button
      type="button"
      aria-current={isShown ? 'step' : undefined}
      onClick={() => onChoose(checkpointId)}
      style={{ height: ROW_PX }}
      className={cx(
        'flex w-full items-center gap-2 border-l-2 px-3 text-left text-xs transition-colors hover:bg-hover focus-visible:-outline-offset-2',
        isShown ? 'border-now bg-now-soft' : 'border-transparent',
      )}
    >
      <span className="w-16 shrink-0">step {entry.step.toLocaleString('en')}</span>
      <span className="min-w-0 flex-1 truncate text-fg-2">
        {tasks.length > 1 && `×${tasks.length} `}
        {attempts > 1 && formatCount(attempts, 'attempt')} {tasks.every((task) => task.cached) && 'cached'}
      </span>
      <span className="shrink-0 font-mono text-2xs text-fg-2">{formatDuration(durationMs)}</span>
    </button>
  );
}
