'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, type RefObject, useEffect, useEffectEvent, useImperativeHandle } from 'react';
import type { TreeRow } from '@/lib/inspect/tree';

const TREE_ROW_PX = 22;
const LINE_CHARACTERS = 50;

/** Of a piece of text about as many lines as it has; the others are measured when they come into view. */
function estimatedHeight(row: TreeRow | undefined): number {
  return row?.kind === 'text'
    ? Math.max(1, Math.ceil(String(row.value).length / LINE_CHARACTERS)) * TREE_ROW_PX
    : TREE_ROW_PX;
}

interface LongTreeRowsProps {
  rows: readonly TreeRow[];
  drawRow: (row: TreeRow, index: number) => ReactNode;
  scroller: RefObject<HTMLElement | null>;
  /** Holds what brings a row into view, as long as these rows are there. */
  reach: RefObject<((index: number) => void) | null>;
  /** The row to begin at; 0 for wherever the scroller stands. */
  firstIndex: number;
}

/** The rows in view of a tree with many. */
export function LongTreeRows({ rows, drawRow, scroller, reach, firstIndex }: LongTreeRowsProps) {
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimatedHeight(rows[index]),
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 6,
  });
  useImperativeHandle(reach, () => (index: number) => virtualizer.scrollToIndex(index), [virtualizer]);
  const begin = useEffectEvent(() => {
    if (firstIndex > 0) virtualizer.scrollToIndex(firstIndex);
  });
  useEffect(() => begin(), []);
  return (
    <div className="relative" style={{ height: virtualizer.getTotalSize() }}>
      {virtualizer.getVirtualItems().map((item) => {
        const row = rows[item.index];
        return (
          row && (
            <div
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {drawRow(row, item.index)}
            </div>
          )
        );
      })}
    </div>
  );
}
