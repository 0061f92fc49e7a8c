'use client';

import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '@/app/components/ui/cx';
import { IconButton } from '@/app/components/ui/icon-button';
import { onEscape } from '@/app/components/ui/on-key';

interface RunNoticeProps {
  tone?: 'now' | 'fail';
  onClose: () => void;
  children: ReactNode;
}

/** A strip under the bar: what is about to happen, or what went wrong. Escape closes it. */
export function RunNotice({ tone = 'now', onClose, children }: RunNoticeProps) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is listened for on behalf of the buttons inside.
    <div
      onKeyDown={onEscape(onClose)}
      className={cx(
        'order-last -mx-3 -mb-1.5 flex w-[calc(100%+24px)] items-center gap-3 border-t px-3 py-2',
        tone === 'now' ? 'border-now/40 bg-now-soft' : 'border-fail/40 bg-fail-soft',
      )}
    >
      {children}
      <IconButton label="Close" icon={<X aria-hidden size={14} />} onClick={onClose} />
    </div>
  );
}
