'use client';

import { ChevronRight } from 'lucide-react';
import { Fragment } from 'react';
import { cx } from '@/app/components/ui/cx';
import { formatBytes, formatCount } from '@/app/components/ui/format';
import { partOf } from '@/lib/inspect/parts';
import { previewOf } from '@/lib/inspect/preview';
import type { TreeMark, TreeRow } from '@/lib/inspect/tree';
import { ValueText } from './value-text';

/** What was is told shorter than what is. */
const FORMER_LENGTH = 40;

/** `▸ name: preview +2`, then what it was before. */
export function ValueLine({ row, onToggle }: { row: TreeRow; onToggle: (row: TreeRow, isOpen: boolean) => void }) {
  const isOpenable = row.isOpen !== null;
  const part = partOf(row.value);
  const former = row.mark === 'updated' ? previewOf(row.from, FORMER_LENGTH) : null;
  return (
    <span className="flex min-w-0 flex-1 items-start gap-1.5">
      <RowName row={row} onToggle={onToggle} />
      <span data-selectable className={cx('min-w-0', isOpenable ? 'truncate' : 'break-words')}>
        {row.isOpen && typeof row.value === 'string' ? (
          <span className="text-fg-3">{formatCount(row.value.length, 'character')}</span>
        ) : (
          <ValueText value={row.value} isRemoved={row.mark === 'removed'} />
        )}
        {/* After the value, which so stays where it is from step to step; another one after another value, since it would move. */}
        {former !== null && (
          <Fragment key={previewOf(row.value)}>
            <span aria-hidden className="px-1 text-fg-3">
              ←
            </span>
            <s className="text-fg-3">
              <span className="sr-only">was </span>
              {former}
            </s>
          </Fragment>
        )}
      </span>
      {part !== null && <span className="shrink-0 text-2xs leading-5.5 text-fg-3">{formatBytes(part.bytes)}</span>}
      <Counts row={row} />
      {!row.isInherited && <span className="sr-only">{SPOKEN[row.mark ?? 'none']}</span>}
    </span>
  );
}

/** A constant element: rows are drawn again at every step. */
const CHEVRON = <ChevronRight aria-hidden size={11} />;

function RowName({ row, onToggle }: { row: TreeRow; onToggle: (row: TreeRow, isOpen: boolean) => void }) {
  const name = (
    <>
      <span
        aria-hidden
        className={cx(
          'mt-1.5 size-2.75 shrink-0 text-fg-3 transition-transform',
          row.isOpen && 'rotate-90',
          row.isOpen === null && 'invisible',
        )}
      >
        {CHEVRON}
      </span>
      <span className={cx('shrink-0', row.depth === 0 ? 'font-medium text-fg' : 'text-fg-2')}>
        {row.path.at(-1)}
        <span className="text-fg-3">:</span>
      </span>
    </>
  );
  if (row.isOpen === null) return <span className="flex gap-1">{name}</span>;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: the tree handles the keys of its rows.
    <span className="flex cursor-pointer gap-1" onClick={() => onToggle(row, !row.isOpen)}>
      {name}
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

const SPOKEN: Record<NonNullable<TreeMark> | 'none', string> = {
  added: ', added by this step',
  updated: ', changed by this step',
  removed: ', removed by this step',
  inside: ', changed inside',
  none: '',
};
