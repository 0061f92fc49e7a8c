'use client';

import { type KeyboardEvent, useEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import type { LaneMenuItem } from './lane-menu';

interface LaneMenuListProps {
  label: string;
  items: readonly LaneMenuItem[];
  /** In CSS pixels, from the window's left and lower edge. */
  place: { left: number; bottom: number };
  /** The opener takes the focus back. */
  onClose: () => void;
  /** The focus went elsewhere. */
  onLeave: () => void;
}

/** The open menu of a branch. Arrows walk, Escape closes. */
export function LaneMenuList({ label, items, place, onClose, onLeave }: LaneMenuListProps) {
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => menu.current?.querySelector('button')?.focus(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    const buttons = [...(menu.current?.querySelectorAll('button') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to !== undefined) buttons.at(to % buttons.length)?.focus();
    if (event.key === 'Escape' || event.key === 'Tab') onClose();
    if (to !== undefined || event.key === 'Escape') event.preventDefault();
  };
  return createPortal(
    <div
      ref={menu}
      role="menu"
      tabIndex={-1}
      aria-label={label}
      style={place}
      onKeyDown={onKeyDown}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && onLeave()}
      className="fixed z-50 flex min-w-36 flex-col rounded-md border border-line-strong bg-raised py-1 shadow-pop"
    >
      {items.map(({ label: what, run }) => (
        <button
          key={what}
          type="button"
          role="menuitem"
          onClick={() => {
            onClose();
            run();
          }}
          className="px-3 py-1 text-left text-sm hover:bg-hover focus-visible:bg-hover focus-visible:-outline-offset-2"
        >
          {what}
        </button>
      ))}
    </div>,
    document.body,
  );
}
