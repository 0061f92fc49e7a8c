'use client';

import { Check, Copy, X } from 'lucide-react';
import { COPY_REFUSED } from './copy-text';
import { shortId } from './short-id';
import { Tooltip } from './tooltip';
import { useCopy } from './use-copy';

/** An id, shortened; a click copies it whole. `label` says what it is the id of. */
export function CopyId({ id, label, isIconOnly = false }: { id: string; label: string; isIconOnly?: boolean }) {
  const { told, copy } = useCopy<'id'>();
  const Icon = told === null ? Copy : told.isCopied ? Check : X;
  return (
    <Tooltip text={told === null ? id : told.isCopied ? 'Copied' : COPY_REFUSED}>
      <button
        type="button"
        onClick={() => void copy('id', id)}
        aria-label={told === null ? `Copy ${label} ${id}` : told.isCopied ? `${label} copied` : COPY_REFUSED}
        className="group inline-flex items-center gap-1 rounded-sm font-mono text-xs text-fg-3 hover:text-fg"
      >
        {!isIconOnly && shortId(id)}
        <Icon aria-hidden size={11} className="opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100" />
      </button>
    </Tooltip>
  );
}
