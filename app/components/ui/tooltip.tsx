'use client';

import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { Kbd } from './kbd';

interface TooltipProps {
  /** Null: nothing to say now. */
  text: ReactNode;
  keys?: string | undefined;
  /** One focusable element. Its accessible name should stand without the tooltip. */
  children: ReactNode;
}

const SHOW_AFTER_MS = 350;

/** Shows on hover after a moment and on keyboard focus at once; Escape hides it. */
export function Tooltip({ text, keys, children }: TooltipProps) {
  const anchor = useRef<HTMLSpanElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const id = useId();
  const [place, setPlace] = useState<Place | null>(null);

  useEffect(() => () => clearTimeout(timer.current), []);

  const show = () => {
    const target = anchor.current?.firstElementChild;
    if (target && text !== null) setPlace(placeAt(target.getBoundingClientRect()));
  };
  const hide = () => {
    clearTimeout(timer.current);
    setPlace(null);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only listens in on the control inside, which has the role.
    <span
      ref={anchor}
      className="contents"
      onPointerEnter={() => {
        timer.current = setTimeout(show, SHOW_AFTER_MS);
      }}
      onPointerLeave={hide}
      onPointerDown={hide}
      onFocus={(event) => event.target.matches(':focus-visible') && show()}
      onBlur={hide}
      onKeyDown={(event) => event.key === 'Escape' && hide()}
    >
      {children}
      {place !== null &&
        createPortal(
          <span
            id={id}
            role="tooltip"
            style={place}
            className="pointer-events-none fixed z-50 flex w-max max-w-80 -translate-x-1/2 items-center gap-2 rounded-md border border-line-strong bg-raised px-2 py-1 text-xs text-fg shadow-pop"
          >
            {text}
            {keys !== undefined && <Kbd keys={keys} />}
          </span>,
          document.body,
        )}
    </span>
  );
}

type Place = { left: number; top: number } | { left: number; bottom: number };

function placeAt(box: DOMRect): Place {
  const left = Math.min(Math.max(box.left + box.width / 2, 60), window.innerWidth - 60);
  const hasRoomBelow = box.bottom + 40 < window.innerHeight;
  return hasRoomBelow ? { left, top: box.bottom + 6 } : { left, bottom: window.innerHeight - box.top + 6 };
}
