'use client';

import { Ellipsis } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useRef, useState } from 'react';

const ICON = <Ellipsis aria-hidden size={14} />;

/** Loads when the first menu is opened. */
const LaneMenuList = dynamic(() => import('./lane-menu-list').then((module) => module.LaneMenuList), { ssr: false });

export interface LaneMenuItem {
  label: string;
  run: () => void;
}

interface LaneMenuProps {
  /** The branch's. */
  name: string;
  items: readonly LaneMenuItem[];
}

/** What can be done with a branch. */
export function LaneMenu({ name, items }: LaneMenuProps) {
  const opener = useRef<HTMLButtonElement>(null);
  const [place, setPlace] = useState<{ left: number; bottom: number } | null>(null);
  const label = `Actions of branch ${name}`;
  const open = () => {
    const box = opener.current?.getBoundingClientRect();
    if (box) setPlace({ left: box.left, bottom: window.innerHeight - box.top + 2 });
  };
  const close = () => {
    setPlace(null);
    opener.current?.focus();
  };
  return (
    <>
      <button
        ref={opener}
        type="button"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={place !== null}
        onClick={() => (place === null ? open() : close())}
        className="mt-2 mr-1 inline-flex size-6 shrink-0 items-center justify-center rounded-sm text-fg-3 opacity-0 group-hover:opacity-100 hover:bg-hover hover:text-fg focus-visible:opacity-100 aria-expanded:opacity-100"
      >
        {ICON}
      </button>
      {place && (
        <LaneMenuList label={label} items={items} place={place} onClose={close} onLeave={() => setPlace(null)} />
      )}
    </>
  );
}
