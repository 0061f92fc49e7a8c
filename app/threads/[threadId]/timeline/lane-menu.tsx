'use client';

import { Ellipsis } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';

const ICON = <Ellipsis aria-hidden size={14} />;

interface LaneMenuProps {
  /** The branch's. */
  name: string;
  items: { label: string; run: () => void }[];
}

/** What can be done with a branch. Arrows walk, Escape closes. */
export function LaneMenu({ name, items }: LaneMenuProps) {
  const opener = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ left: number; bottom: number } | null>(null);
  const isOpen = place !== null;
  useEffect(() => {
    if (isOpen) menu.current?.querySelector('button')?.focus();
  }, [isOpen]);

  const open = () => {
    const box = opener.current?.getBoundingClientRect();
    if (box) setPlace({ left: box.left, bottom: window.innerHeight - box.top + 2 });
  };
  const close = () => {
    setPlace(null);
    opener.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const buttons = [...(menu.current?.querySelectorAll('button') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to !== undefined) buttons.at(to % buttons.length)?.focus();
    if (event.key === 'Escape' || event.key === 'Tab') close();
    if (to !== undefined || event.key === 'Escape') event.preventDefault();
  };
  return (
    <>
      <button
        ref={opener}
        type="button"
        aria-label={`Actions of branch ${name}`}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => (isOpen ? close() : open())}
        className="mt-2 mr-1 inline-flex size-6 shrink-0 items-center justify-center rounded-sm text-fg-3 opacity-0 group-hover:opacity-100 hover:bg-hover hover:text-fg focus-visible:opacity-100 aria-expanded:opacity-100"
      >
        {ICON}
      </button>
      {place &&
        createPortal(
          <div
            ref={menu}
            role="menu"
            tabIndex={-1}
            aria-label={`Actions of branch ${name}`}
            style={place}
            onKeyDown={onKeyDown}
            onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setPlace(null)}
            className="fixed z-50 flex min-w-36 flex-col rounded-md border border-line-strong bg-raised py-1 shadow-pop"
          >
            {items.map(({ label, run }) => (
              <button
                key={label}
                type="button"
                role="menuitem"
                onClick={() => {
                  close();
                  run();
                }}
                className="px-3 py-1 text-left text-sm hover:bg-hover focus-visible:bg-hover focus-visible:-outline-offset-2"
              >
                {label}
              </button>
            ))}
          </div>,
          document.body,
        )}
    </>
  );
}
