'use client';

import { type ReactNode, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import { cx } from './cx';

interface PopoverProps {
  /** Its accessible name. */
  label: string;
  onClose: () => void;
  className?: string;
  children: ReactNode;
}

/**
 * A pane over the page, under the right edge of the nearest positioned element, which holds the button that opened it;
 * further right where the window would cut it off.
 * Escape and a press outside close it; Escape gives the focus back to where it was.
 */
export function Popover({ label, onClose, className, children }: PopoverProps) {
  const pane = useRef<HTMLDivElement>(null);
  const opener = useRef<Element | null>(null);
  const [shiftPx, setShiftPx] = useState(0);
  useLayoutEffect(() => {
    const left = pane.current?.getBoundingClientRect().left ?? MARGIN_PX;
    setShiftPx(Math.max(0, MARGIN_PX - left));
  }, []);
  const closeFromOutside = useEffectEvent((event: PointerEvent) => {
    const place = pane.current?.parentElement;
    if (event.target instanceof Node && !place?.contains(event.target)) onClose();
  });
  useEffect(() => {
    opener.current = document.activeElement;
    const find = (selector: string) => pane.current?.querySelector<HTMLElement>(selector);
    (find('[data-autofocus]') ?? find('button, input, select, textarea'))?.focus();
    document.addEventListener('pointerdown', closeFromOutside);
    return () => document.removeEventListener('pointerdown', closeFromOutside);
  }, []);
  return (
    <div
      ref={pane}
      role="dialog"
      aria-label={label}
      style={{ right: -shiftPx }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
        if (opener.current instanceof HTMLElement) opener.current.focus();
      }}
      className={cx(
        'absolute top-full z-30 mt-1.5 flex max-h-[min(70dvh,560px)] max-w-[calc(100vw-24px)] flex-col overflow-y-auto rounded-lg border border-line-strong bg-raised shadow-pop',
        className,
      )}
    >
      {children}
    </div>
  );
}

const MARGIN_PX = 12;
