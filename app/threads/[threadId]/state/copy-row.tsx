'use client';

import { Braces, Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { cx } from '@/app/components/ui/cx';
import { IconButton } from '@/app/components/ui/icon-button';
import { pathText } from '@/lib/inspect/preview';
import type { TreeRow } from '@/lib/inspect/tree';

/** Copies a row's value as JSON (a string as it is), or its path. */
export function CopyRow({ row, isActive }: { row: TreeRow; isActive: boolean }) {
  const [copied, setCopied] = useState<'value' | 'path' | null>(null);
  const copy = async (what: 'value' | 'path') => {
    const value = typeof row.value === 'string' ? row.value : JSON.stringify(row.value, null, 2);
    await navigator.clipboard.writeText(what === 'path' ? pathText(row.path) : (value ?? ''));
    setCopied(what);
    setTimeout(() => setCopied(null), 1500);
  };
  const button = 'size-5! bg-raised';
  const tabIndex = isActive ? 0 : -1;
  return (
    <span
      className={cx(
        'absolute top-px right-1 hidden rounded-md border bg-raised group-hover/row:flex group-focus-within/row:flex',
        isActive && 'group-focus-visible/tree:flex',
      )}
    >
      <IconButton
        label={copied === 'value' ? 'Copied' : 'Copy value'}
        tabIndex={tabIndex}
        className={button}
        icon={copied === 'value' ? <Check aria-hidden size={11} /> : <Copy aria-hidden size={11} />}
        onClick={() => void copy('value')}
      />
      <IconButton
        label={copied === 'path' ? 'Copied' : 'Copy path'}
        tabIndex={tabIndex}
        className={button}
        icon={copied === 'path' ? <Check aria-hidden size={11} /> : <Braces aria-hidden size={11} />}
        onClick={() => void copy('path')}
      />
    </span>
  );
}
