'use client';

import { useCallback, useRef, useState } from 'react';
import { cx } from '@/app/components/ui/cx';
import { branchPath } from '@/lib/inspect/path';
import { useDebugger, useDebuggerActions } from '../debugger-model';
import { LANE_HEIGHT_PX, type View, visibleRows } from './geometry';
import { useRedraw } from './use-redraw';

/** The branches' names beside their lanes, as far as they are in view. A click shows that branch's tip. */
export function LaneNames({ scroller }: { scroller: HTMLElement | null }) {
  const { lanes, history, selection } = useDebugger();
  const { select } = useDebuggerActions();
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
    <div className="w-34 shrink-0 overflow-hidden border-r">
      <ul ref={list} aria-label="Branches" className="relative">
        {lanes.slice(rows.first, rows.last + 1).map((lane) => {
          const isShown = lane.branchId === selection?.branchId;
          const tipId = branchPath(history, lane.branchId).at(-1);
          return (
            <li
              key={lane.branchId}
              className={cx('absolute inset-x-0', lane.row % 2 === 1 && 'bg-sunken')}
              style={{ top: lane.row * LANE_HEIGHT_PX, height: LANE_HEIGHT_PX }}
            >
              <button
                type="button"
                aria-current={isShown || undefined}
                title={lane.name}
                onClick={() => tipId && select({ checkpointId: tipId, branchId: lane.branchId }, { isJump: true })}
                className={cx(
                  'flex h-10 w-full flex-col justify-center px-3 text-left text-xs hover:bg-hover focus-visible:-outline-offset-2',
                  lane.origin === 'input' || lane.origin === 'put' ? 'text-fg-2' : 'text-edit',
                  isShown && 'font-semibold',
                  isShown && lane.origin === 'input' && 'text-fg!',
                )}
              >
                <span className="w-full truncate">{lane.name}</span>
                {lane.isHead && lanes.length > 1 && (
                  <span className="-mt-0.5 text-2xs font-normal text-fg-3">head</span>
                )}
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
