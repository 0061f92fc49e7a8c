'use client';

import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { formatCount } from '../ui/format';
import { IconButton } from '../ui/icon-button';
import { ExportForm } from './export-form';

/** The threads as capsules: what leaves, what is redacted, then the files. Escape leaves. */
export function ExportPane({ threadIds, onClose }: { threadIds: readonly string[]; onClose: () => void }) {
  const pane = useRef<HTMLElement>(null);
  useEffect(() => pane.current?.focus(), []);
  return (
    <section
      ref={pane}
      tabIndex={-1}
      aria-labelledby="export-title"
      className="flex flex-col rounded-xl border bg-surface outline-none"
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <div className="flex items-center gap-3 border-b px-4 py-2">
        <h2 id="export-title" className="font-medium">
          Export {formatCount(threadIds.length, 'thread')}
        </h2>
        <IconButton label="Close exporting" icon={<X aria-hidden size={15} />} className="ml-auto" onClick={onClose} />
      </div>
      <ExportForm threadIds={threadIds} />
    </section>
  );
}
