'use client';

import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { cx } from '@/app/components/ui/cx';
import { previewOf } from '@/lib/inspect/preview';
import { LINE_LENGTH, type TreeMark, type TreeRow } from '@/lib/inspect/tree';
import { formatCount } from '../../../components/ui/format';
import { CopyRow } from './copy-row';
import { ValueText } from './value-text';

interface StateTreeRowProps {
  row: TreeRow;
  elementId: string;
  isActive: boolean;
  writers: string[];
  onToggle: (row: TreeRow, isOpen: boolean) => void;
  onMore: (row: TreeRow) => void;
}

/** A line of the tree: what it is called, what it holds, what became of it, who wrote it. */
export function StateTreeRow({ row, elementId, isActive, writers, onToggle, onMore }: StateTreeRowProps) {
  const [isHovered, setHovered] = useState(false);
  return (
    <div
      id={elementId}
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
        ROW[row.mark ?? 'none'],
        isActive &&
          'group-focus-visible/tree:outline-2 group-focus-visible/tree:-outline-offset-2 group-focus-visible/tree:outline-now',
      )}
    >
      <span aria-hidden className={cx('w-2.5 shrink-0 text-center', SIGN_TONE[row.mark ?? 'none'])}>
        {row.isInherited ? '' : SIGN[row.mark ?? 'none']}
      </span>
      {row.kind === 'text' ? (
        <span data-selectable className="min-w-0 flex-1 py-0.5 break-words whitespace-pre-wrap text-fg select-text">
          {String(row.value)}
        </span>
      ) : row.kind === 'more' || row.kind === 'fold' ? (
        <MoreButton row={row} onMore={onMore} />
      ) : (
        <ValueLine row={row} onToggle={onToggle} />
      )}
      {writers.length > 0 && <span className="shrink-0 text-2xs leading-5.5 text-fg-2">{writers.join(', ')}</span>}
      {row.kind === 'value' && (isHovered || isActive) && <CopyRow row={row} isActive={isActive} />}
    </div>
  );
}

function ValueLine({ row, onToggle }: { row: TreeRow; onToggle: (row: TreeRow, isOpen: boolean) => void }) {
  const isOpenable = row.isOpen !== null;
  const name = (
    <>
      <ChevronRight
        aria-hidden
        size={11}
        className={cx(
          'mt-1.5 shrink-0 text-fg-3 transition-transform',
          row.isOpen && 'rotate-90',
          !isOpenable && 'invisible',
        )}
      />
      <span className={cx('shrink-0', row.depth === 0 ? 'font-medium text-fg' : 'text-fg-2')}>
        {row.path.at(-1)}
        <span className="text-fg-3">:</span>
      </span>
    </>
  );
  return (
    <span className="flex min-w-0 flex-1 items-start gap-1.5">
      {isOpenable ? (
        // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: the tree handles the keys of its rows.
        <span className="flex cursor-pointer gap-1" onClick={() => onToggle(row, !row.isOpen)}>
          {name}
        </span>
      ) : (
        <span className="flex gap-1">{name}</span>
      )}
      <span data-selectable className={cx('min-w-0', isOpenable ? 'truncate' : 'break-words')}>
        {row.mark === 'updated' && (
          <>
            <s className="text-fg-3">
              <span className="sr-only">was </span>
              {previewOf(row.from, LINE_LENGTH)}
            </s>
            <span aria-hidden className="px-1 text-fg-3">
              →
            </span>
          </>
        )}
        {row.isOpen && typeof row.value === 'string' ? (
          <span className="text-fg-3">{formatCount(row.value.length, 'character')}</span>
        ) : (
          <ValueText value={row.value} isRemoved={row.mark === 'removed'} />
        )}
      </span>
      <Counts row={row} />
      {!row.isInherited && <span className="sr-only">{SPOKEN[row.mark ?? 'none']}</span>}
    </span>
  );
}

function Counts({ row }: { row: TreeRow }) {
  if (!row.counts || row.isInherited) return null;
  const { added, updated, removed } = row.counts;
  return (
    <span className="flex shrink-0 gap-1.5 text-2xs leading-5.5">
      {added > 0 && <span className="text-done">+{added}</span>}
      {updated > 0 && <span className="text-now group-data-[edited]/tree:text-edit">~{updated}</span>}
      {removed > 0 && <span className="text-fail">−{removed}</span>}
    </span>
  );
}

function MoreButton({ row, onMore }: { row: TreeRow; onMore: (row: TreeRow) => void }) {
  const noun = row.kind === 'fold' ? 'unchanged' : typeof row.value === 'string' ? 'more characters' : 'more';
  return (
    <button
      type="button"
      tabIndex={-1}
      className="ml-3 rounded-sm px-1 text-now hover:bg-hover hover:underline"
      onClick={() => onMore(row)}
    >
      {row.hidden.toLocaleString('en')} {noun}
    </button>
  );
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
const SPOKEN: Record<MarkKey, string> = {
  added: ', added by this step',
  updated: ', changed by this step',
  removed: ', removed by this step',
  inside: ', changed inside',
  none: '',
};
