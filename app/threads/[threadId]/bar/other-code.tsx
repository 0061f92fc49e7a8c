'use client';

import { FileDiff } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { onEscape } from '@/app/components/ui/on-key';
import type { CodeDifference } from './what-differs';

/** Loads when it is opened. */
const WhatDiffers = dynamic(() => import('./what-differs').then((module) => module.WhatDiffers), {
  loading: () => null,
});

/** Says that the selected step's run was made with other code than the graph has now, and what differs on demand. */
export function OtherCode({ how, then, now }: CodeDifference) {
  const [isOpen, setIsOpen] = useState(false);
  const close = () => setIsOpen(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is listened for on behalf of the button inside
    <div className="relative shrink-0" onKeyDown={isOpen ? onEscape(close) : undefined}>
      <button
        type="button"
        title="Run with other code"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
        className="inline-flex h-6 items-center gap-1.5 rounded-sm border border-line-strong border-dashed px-1.5 whitespace-nowrap hover:bg-hover hover:text-fg"
      >
        <FileDiff aria-hidden size={12} />
        <span className="@max-[9rem]:sr-only">Run with other code</span>
      </button>
      {isOpen && <WhatDiffers how={how} then={then} now={now} />}
    </div>
  );
}
