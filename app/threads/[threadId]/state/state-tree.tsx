'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import type { TreeRow } from '@/lib/inspect/tree';
import { StateTreeRow } from './state-tree-row';
import { rowAfterKey } from './tree-keys';

const TREE_ROW_PX = 22;

interface StateTreeProps {
  rows: readonly TreeRow[];
  /** The step is a person's edit: its changes are violet. */
  isEdit: boolean;
  writersOf: (channel: string) => string[];
  onToggle: (row: TreeRow, isOpen: boolean) => void;
  onMore: (row: TreeRow) => void;
}

/** Draws the rows in view. With the keyboard inside, arrows walk the tree; a mouse leaves the keys to time. */
export function StateTree({ rows, isEdit, writersOf, onToggle, onMore }: StateTreeProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const treeId = useId();
  const [activeId, setActiveId] = useState<string | null>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => TREE_ROW_PX,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 12,
  });
  const activeIndex = Math.max(
    0,
    rows.findIndex((row) => row.id === activeId),
  );

  const activate = (index: number) => {
    const row = rows[index];
    if (!row) return;
    setActiveId(row.id);
    virtualizer.scrollToIndex(index);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const row = rows[activeIndex];
    if (!row || event.altKey || event.ctrlKey || event.metaKey) return;
    const outcome = rowAfterKey(rows, activeIndex, event.key);
    if (!outcome) return;
    event.preventDefault();
    if (outcome.kind === 'go') activate(outcome.index);
    else if (row.kind === 'more' || row.kind === 'fold') onMore(row);
    else onToggle(row, outcome.isOpen);
  };

  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto">
      <div
        role="tree"
        aria-label="State by channel"
        aria-activedescendant={`${treeId}-${activeIndex}`}
        tabIndex={0}
        data-edited={isEdit || undefined}
        onKeyDown={onKeyDown}
        onMouseDown={(event) => {
          if (!(event.target as Element).closest('[data-selectable]')) event.preventDefault();
        }}
        className="group/tree relative my-1.5 w-full outline-none focus-visible:-outline-offset-1"
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          return (
            <div
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <StateTreeRow
                row={row}
                elementId={`${treeId}-${item.index}`}
                isActive={item.index === activeIndex}
                writers={
                  row.depth === 0 && row.mark !== null && row.kind === 'value' ? writersOf(String(row.path[0])) : []
                }
                onToggle={onToggle}
                onMore={onMore}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}
