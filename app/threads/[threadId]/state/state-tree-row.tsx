'use client';

import dynamic from 'next/dynamic';
import { type MouseEvent, memo, useState } from 'react';
import { cx } from '@/app/components/ui/cx';
import type { TreeMark, TreeRow } from '@/lib/inspect/tree';
import { ImageRow, LoadingRow, MoreRow, TextRow } from './tree-text-rows';
import type { TreeActs } from './use-tree';
import { ValueLine } from './value-line';

/** Load with the first message, and when the pointer or the focus first comes to a row. */
const MessageRow = dynamic(() => import('./message-row').then((module) => module.MessageRow), {
  loading: () => <span aria-busy="true" className="block h-11" />,
});
const RowActions = dynamic(() => import('./row-actions').then((module) => module.RowActions), { loading: () => null });
/** Loads with the first plot, in its height. */
const ValuePlot = dynamic(() => import('./value-plot').then((module) => module.ValuePlot), {
  loading: () => <span aria-busy="true" className="block h-22" />,
});

interface StateTreeRowProps {
  row: TreeRow;
  acts: TreeActs;
  elementId: string;
  isActive: boolean;
  /** The tree has the focus. */
  isFocused: boolean;
  isPicked: boolean;
  onPick: ((row: TreeRow) => void) | undefined;
  /** Who wrote it; empty for nobody. */
  writers: string;
}

/** A line of the tree: what it is called, what it holds, what became of it, who wrote it. */
export const StateTreeRow = memo(function StateTreeRow({
  row,
  acts,
  elementId,
  isActive,
  isFocused,
  isPicked,
  onPick,
  writers,
}: StateTreeRowProps) {
  const [isHovered, setHovered] = useState(false);
  const mark = row.mark ?? 'none';
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles the keys of its rows.
    <div
      id={elementId}
      onClick={(event) => {
        if (onPick && isPickOf(event)) onPick(row);
      }}
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
      role="treeitem"
      tabIndex={-1}
      aria-level={row.depth + 1}
      aria-expanded={row.isOpen ?? undefined}
      aria-selected={isActive}
      style={{ paddingLeft: 8 + row.depth * 14 }}
      className={cx(
        'group/row relative flex min-h-5.5 items-start gap-1 pr-2 font-mono text-xs leading-5.5',
        ROW[mark],
        isPicked && 'shadow-[inset_2px_0_0_var(--now)]',
        isActive &&
          'group-focus-visible/tree:outline-2 group-focus-visible/tree:-outline-offset-2 group-focus-visible/tree:outline-now',
      )}
    >
      <span aria-hidden className={cx('w-2.5 shrink-0 text-center', SIGN_TONE[mark])}>
        {row.isInherited ? '' : SIGN[mark]}
      </span>
      <RowContent row={row} acts={acts} />
      {writers !== '' && (
        // Begins at its right end, which stays where it is.
        <span className="shrink-0 text-2xs leading-5.5 text-fg-2 [direction:rtl] [unicode-bidi:plaintext]">
          {writers}
        </span>
      )}
      {(row.kind === 'value' || row.kind === 'message') && (isHovered || (isActive && isFocused)) && (
        <RowActions row={row} acts={acts} isActive={isActive} />
      )}
    </div>
  );
});

/** A click on the row itself; not on a control in it, nor the end of a selected text. */
function isPickOf(event: MouseEvent<HTMLElement>): boolean {
  if ((event.target as Element).closest('button, a, input') !== null) return false;
  return window.getSelection()?.isCollapsed ?? true;
}

function RowContent({ row, acts }: { row: TreeRow; acts: TreeActs }) {
  switch (row.kind) {
    case 'value':
      return <ValueLine row={row} onToggle={acts.toggle} />;
    case 'message':
      return <MessageRow row={row} onToggle={acts.toggle} />;
    case 'text':
      return <TextRow text={String(row.value)} />;
    case 'image':
      return <ImageRow url={String(row.value)} name={String(row.path.at(-1))} />;
    case 'plot':
      return <ValuePlot path={row.path} />;
    case 'loading':
      return <LoadingRow />;
    case 'more':
    case 'fold':
    case 'failed':
      return <MoreRow row={row} onMore={acts.more} />;
  }
}

type MarkKey = NonNullable<TreeMark> | 'none';

const ROW: Record<MarkKey, string> = {
  added: 'bg-done-soft',
  updated: 'bg-now-soft group-data-[edited]/tree:bg-edit-soft',
  removed: 'bg-fail-soft',
  inside: 'hover:bg-hover',
  none: 'hover:bg-hover',
};
const SIGN: Record<MarkKey, string> = { added: '+', updated: '~', removed: '−', inside: '', none: '' };
const SIGN_TONE: Record<MarkKey, string> = {
  added: 'text-done',
  updated: 'text-now group-data-[edited]/tree:text-edit',
  removed: 'text-fail',
  inside: '',
  none: '',
};
