'use client';

import { Braces, Check, Copy, Eye, EyeOff, List, MessagesSquare, TrendingUp, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { COPY_REFUSED } from '@/app/components/ui/copy-text';
import { cx } from '@/app/components/ui/cx';
import { IconButton } from '@/app/components/ui/icon-button';
import { useCopy } from '@/app/components/ui/use-copy';
import { hasParts } from '@/lib/inspect/parts';
import { pathText } from '@/lib/inspect/preview';
import type { TreeRow } from '@/lib/inspect/tree';
import { useDebugger } from '../debugger-model';
import { useValues } from './changes/picked-value';
import { RowWriter } from './changes/row-writer';
import type { TreeActs } from './use-tree';

/** Copies a row's value as JSON (a string as it is) or its path; plots a number; turns a conversation into its list and back. */
export function RowActions({ row, acts, isActive }: { row: TreeRow; acts: TreeActs; isActive: boolean }) {
  const { namespace } = useDebugger();
  const { told, copy } = useCopy<'value' | 'path'>();
  const copyValue = () =>
    void copy('value', typeof row.value === 'string' ? row.value : (JSON.stringify(row.value, null, 2) ?? ''));
  const copyIcon = (what: 'value' | 'path', usual: ReactNode) =>
    told?.what !== what ? usual : told.isCopied ? <Check aria-hidden size={11} /> : <X aria-hidden size={11} />;
  const copyLabel = (what: 'value' | 'path', usual: string) =>
    told?.what !== what ? usual : told.isCopied ? 'Copied' : COPY_REFUSED;
  const values = useValues();
  const isInState = values !== null && row.mark !== 'removed';
  const isWatched = values?.isWatched(row.path) ?? false;
  const isWhole = !hasParts(row.value);
  const shared = { className: 'size-5! bg-raised', tabIndex: isActive ? 0 : -1 };
  return (
    <span
      className={cx(
        'absolute top-px right-1 hidden rounded-md border bg-raised group-hover/row:flex group-focus-within/row:flex',
        isActive && 'group-focus-visible/tree:flex',
      )}
    >
      {isInState && row.kind === 'value' && (
        <span className="flex max-w-44 min-w-0 items-center font-sans text-2xs">
          <RowWriter path={row.path} />
        </span>
      )}
      {isInState && (
        <IconButton
          {...shared}
          label={isWatched ? 'Stop watching' : 'Watch this value'}
          icon={isWatched ? <EyeOff aria-hidden size={11} /> : <Eye aria-hidden size={11} />}
          onClick={() => values.toggleWatch(row.path)}
        />
      )}
      {typeof row.value === 'number' && namespace === '' && (
        <IconButton
          {...shared}
          label="Plot over the steps"
          icon={<TrendingUp aria-hidden size={11} />}
          onClick={() => acts.togglePlot(row)}
        />
      )}
      {row.isConversation !== null && (
        <IconButton
          {...shared}
          label={row.isConversation ? 'Show as a list' : 'Read as a conversation'}
          icon={row.isConversation ? <List aria-hidden size={11} /> : <MessagesSquare aria-hidden size={11} />}
          onClick={() => acts.toggleConversation(row)}
        />
      )}
      <IconButton
        {...shared}
        disabled={!isWhole}
        label={copyLabel('value', isWhole ? 'Copy value' : 'Too large to copy here: open it, or use Raw')}
        icon={copyIcon('value', <Copy aria-hidden size={11} />)}
        onClick={copyValue}
      />
      <IconButton
        {...shared}
        label={copyLabel('path', 'Copy path')}
        icon={copyIcon('path', <Braces aria-hidden size={11} />)}
        onClick={() => void copy('path', pathText(row.path))}
      />
    </span>
  );
}
