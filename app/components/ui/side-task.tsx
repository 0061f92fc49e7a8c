import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { cx } from './cx';
import { IconButton } from './icon-button';
import { onEscape } from './on-key';

interface SideTaskProps {
  title: string;
  /** Names the button that leaves. */
  closeLabel: string;
  /** Beside the title. */
  choices?: ReactNode;
  className?: string;
  children: ReactNode;
  onClose: () => void;
}

/**
 * Something that a person does for a moment beside a page's own content, such as pruning. It takes the focus, and gives it
 * back where it was; Escape leaves.
 */
export function SideTask({ title, closeLabel, choices, className, children, onClose }: SideTaskProps) {
  const pane = useRef<HTMLElement>(null);
  const titleId = useId();
  useEffect(() => {
    const opener = document.activeElement;
    pane.current?.focus();
    return () => {
      // Who closed it by going elsewhere stays there.
      const isLost = document.activeElement === document.body;
      if (isLost && opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  return (
    <section
      ref={pane}
      tabIndex={-1}
      aria-labelledby={titleId}
      className={cx('flex flex-col rounded-xl border bg-surface outline-none', className)}
      onKeyDown={onEscape(onClose)}
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
