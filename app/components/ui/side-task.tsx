'use client';

import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { IconButton } from './icon-button';

interface SideTaskProps {
  title: string;
  /** Names the button that leaves. */
  closeLabel: string;
  /** Beside the title. */
  choices?: ReactNode;
  children: ReactNode;
  onClose: () => void;
}

/** Something that a person does for a moment beside a page's own content, such as pruning. It takes the focus; Escape leaves. */
export function SideTask({ title, closeLabel, choices, children, onClose }: SideTaskProps) {
  const pane = useRef<HTMLElement>(null);
  const titleId = useId();
  useEffect(() => pane.current?.focus(), []);
  return (
    <section
      ref={pane}
      tabIndex={-1}
      aria-labelledby={titleId}
      className="flex flex-col rounded-xl border bg-surface outline-none"
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b px-4 py-2">
        <h2 id={titleId} className="font-medium">
          {title}
        </h2>
        {choices}
        <IconButton label={closeLabel} icon={<X aria-hidden size={15} />} className="ml-auto" onClick={onClose} />
      </div>
      {children}
    </section>
  );
}
