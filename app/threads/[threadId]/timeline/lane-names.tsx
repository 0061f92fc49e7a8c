'use client';

import { useCallback, useRef, useState } from 'react';
import type { View } from './geometry';
import { visibleRows } from './geometry';
import { LaneName } from './lane-name';
import { useTrack } from './track';
import { useRedraw } from './use-redraw';

interface LaneNamesProps {
  /** Asks before a branch is deleted. */
  onDelete: (branchId: string) => void;
}

/** The branches' names beside their lanes, as far as they are in view. */
export function LaneNames({ onDelete }: LaneNamesProps) {
  const { lanes, scroller } = useTrack();
  const list = useRef<HTMLUListElement>(null);
  const [rows, setRows] = useState({ first: 0, last: 12 });
  useRedraw(
    scroller,
    useCallback(
      (view: View) => {
        if (list.current) list.current.style.transform = `translateY(${-view.scrollTop}px)`;
        const next = visibleRows(view, lanes.length);
        setRows((known) => (known.first === next.first && known.last === next.last ? known : next));
      },
      [lanes.length],
    ),
  );
  return (
    <div className="w-40 shrink-0 overflow-hidden border-r">
      <ul ref={list} aria-label="Branches" className="relative">
        {lanes.slice(rows.first, rows.last + 1).map((lane) => (
          <LaneName key={lane.branchId} lane={lane} onDelete={onDelete} />
        ))}
      </ul>
    </div>
  );
}
