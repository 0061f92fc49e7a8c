'use client';

import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { formatCount } from '../ui/format';
import { IconButton } from '../ui/icon-button';
import { ImportRow } from './import-row';

interface ImportPaneProps {
  files: readonly File[];
  onClose: () => void;
}

/** Capsules that were chosen: each is imported, or opened read-only. Escape leaves. */
export function ImportPane({ files, onClose }: ImportPaneProps) {
  const pane = useRef<HTMLElement>(null);
  useEffect(() => pane.current?.focus(), []);
  return (
    <section
      ref={pane}
      tabIndex={-1}
      aria-labelledby="import-title"
      className="flex flex-col rounded-xl border bg-surface outline-none"
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <div className="flex items-center gap-3 border-b px-4 py-2">
        <h2 id="import-title" className="font-medium">
          {formatCount(files.length, 'capsule')}
        </h2>
        <IconButton label="Close importing" icon={<X aria-hidden size={15} />} className="ml-auto" onClick={onClose} />
      </div>
      <ul className="divide-y">
        {files.map((file, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name, and the list never changes.
          <ImportRow key={at} file={file} />
        ))}
      </ul>
    </section>
  );
}
