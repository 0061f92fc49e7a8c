'use client';

import { type KeyboardEvent, lazy, memo, Suspense, useId, useRef, useState } from 'react';
import { cx } from '@/app/components/ui/cx';
import type { TreeRow } from '@/lib/inspect/tree';
import { StateTreeRow } from './state-tree-row';
import { rowAfterKey } from './tree-keys';
import { useRevealedRow } from './use-revealed-row';
import type { Tree } from './use-tree';

/** So many are drawn all at once. */
const FEW_ROWS = 100;

/** Loads with the first tree that has more. */
const LongTreeRows = lazy(async () => ({ default: (await import('./long-tree-rows')).LongTreeRows }));

interface StateTreeProps {
  tree: Tree;
  label: string;
  /** The step is a person's edit: its changes are violet. */
  isEdit?: boolean;
  writersOf?: (channel: string) => string[];
  /** Its own height up to a limit, inside of something that scrolls. */
  isInset?: boolean;
  /** A person chose a row, with the pointer or the keys. Always the same function. */
  onPick?: ((row: TreeRow) => void) | undefined;
  /** The id of the row that is picked, be it in view or not. */
  pickedId?: string | null;
  /** The row that is brought into view and chosen when another is named. */
  revealedId?: string | null;
}

/** Draws few rows all, of many those in view. With the keyboard inside, arrows walk the tree; a mouse leaves the keys to time. */
export const StateTree = memo(function StateTree({
  tree,
  label,
  isEdit = false,
  writersOf,
  isInset = false,
  onPick,
  pickedId = null,
  revealedId = null,
}: StateTreeProps) {
  const { rows, acts } = tree;
  const scroller = useRef<HTMLDivElement>(null);
  const reach = useRef<((index: number) => void) | null>(null);
  const treeId = useId();
  const [activeId, setActiveId] = useState<string | null>(null);
  const [isFocused, setFocused] = useState(false);
  const activeIndex = Math.max(
    0,
    rows.findIndex((row) => row.id === activeId),
  );

  const elementId = (index: number) => `${treeId}-${index}`;
  const bringIntoView = (index: number) => {
    if (reach.current) reach.current(index);
    else document.getElementById(elementId(index))?.scrollIntoView({ block: 'nearest' });
  };
  const activate = (index: number) => {
    const row = rows[index];
    if (!row) return;
    setActiveId(row.id);
    bringIntoView(index);
    onPick?.(row);
  };
  useRevealedRow(rows, pickedId, (index) => {
    setActiveId(pickedId);
    bringIntoView(index);
  });
  useRevealedRow(rows, revealedId, (index) => {
    activate(index);
    scroller.current?.querySelector<HTMLElement>('[role=tree]')?.focus({ preventScroll: true });
  });
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const row = rows[activeIndex];
    if (!row || event.altKey || event.ctrlKey || event.metaKey) return;
    // A control inside of a row keeps its own keys.
    if (event.target !== event.currentTarget && (event.key === 'Enter' || event.key === ' ')) return;
    const outcome = rowAfterKey(rows, activeIndex, event.key);
    if (!outcome) return;
    event.preventDefault();
    if (outcome.kind === 'go') activate(outcome.index);
    else if (outcome.kind === 'more') acts.more(row);
    else acts.toggle(row, outcome.isOpen);
  };

  const drawRow = (row: TreeRow, index: number) => (
    <StateTreeRow
      key={row.id}
      row={row}
      acts={acts}
      elementId={elementId(index)}
      isActive={index === activeIndex}
      isFocused={isFocused}
      isPicked={row.id === pickedId}
      onPick={onPick}
      writers={
        row.depth === 0 && row.mark !== null && row.kind === 'value'
          ? (writersOf?.(String(row.path[0])) ?? []).join(', ')
          : ''
      }
    />
  );

  return (
    <div ref={scroller} className={cx('overflow-auto', isInset ? 'max-h-80' : 'min-h-0 flex-1')}>
      <div
        role="tree"
        aria-label={label}
        aria-activedescendant={rows.length > 0 ? elementId(activeIndex) : undefined}
        tabIndex={0}
        data-edited={isEdit || undefined}
        onKeyDown={onKeyDown}
        onFocus={() => setFocused(true)}
        onBlur={({ currentTarget, relatedTarget }) => setFocused(currentTarget.contains(relatedTarget))}
        onMouseDown={(event) => {
          if (!(event.target as Element).closest('[data-selectable]')) event.preventDefault();
        }}
        className={cx(
          'group/tree relative w-full outline-none focus-visible:-outline-offset-1',
          isInset ? 'my-0.5' : 'my-1.5',
        )}
      >
        {rows.length > FEW_ROWS ? (
          <Suspense fallback={rows.slice(0, FEW_ROWS).map(drawRow)}>
            <LongTreeRows
              rows={rows}
              drawRow={drawRow}
              scroller={scroller}
              reach={reach}
              firstIndex={activeIndex < FEW_ROWS ? 0 : activeIndex}
            />
          </Suspense>
        ) : (
          rows.map(drawRow)
        )}
      </div>
    </div>
  );
});
