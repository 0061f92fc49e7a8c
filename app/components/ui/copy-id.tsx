'use client';

import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { shortId } from './short-id';
import { Tooltip } from './tooltip';

/** An id, shortened; a click copies it whole. `label` says what it is the id of. */
export function CopyId({ id, label, isIconOnly = false }: { id: string; label: string; isIconOnly?: boolean }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(id);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  const Icon = copied ? Check : Copy;
  return (
    <Tooltip text={copied ? 'Copied' : id}>
      <button
        type="button"
        onClick={copy}
        aria-label={copied ? `${label} copied` : `Copy ${label} ${id}`}
        className="group inline-flex items-center gap-1 rounded-sm font-mono text-xs text-fg-3 hover:text-fg"
      >
        {!isIconOnly && shortId(id)}
        <Icon aria-hidden size={11} className="opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100" />
      </button>
    </Tooltip>
  );
}
