'use client';

import { useState } from 'react';
import { cx } from '@/app/components/ui/cx';
import { useChangeBranch } from '@/lib/client/branches';
import { useCompareChoice } from '@/lib/client/compare';
import type { Lane } from '@/lib/inspect/lanes';
import { branchPath } from '@/lib/inspect/path';
import { useDebugger, useDebuggerActions } from '../debugger-model';
import { useSaveTest } from '../save-test/save-test-place';
import { LANE_HEIGHT_PX } from './geometry';
import { LaneMenu } from './lane-menu';
import { RenameBranch } from './rename-branch';

/** A press shows the branch's tip, a double click renames it; the menu has the rest. */
export function LaneName({ lane, onDelete }: { lane: Lane; onDelete: (branchId: string) => void }) {
  const { threadId, history, lanes, branchId: shownId, timeline } = useDebugger();
  const isReadOnly = timeline.thread.capsule !== undefined;
  const { select } = useDebuggerActions();
  const { saveAsTest } = useSaveTest();
  const change = useChangeBranch(threadId);
  const { compareWith } = useCompareChoice();
  const [isRenaming, setIsRenaming] = useState(false);
  const { branchId, name, isHead, origin, row } = lane;
  const isShown = branchId === shownId;
  const tipId = branchPath(history, branchId).at(-1);
  const isOnly = lanes.length === 1;
  return (
    <li
      className={cx('group absolute inset-x-0 flex items-start', row % 2 === 1 && 'bg-sunken')}
      style={{ top: row * LANE_HEIGHT_PX, height: LANE_HEIGHT_PX }}
    >
      {isRenaming ? (
        <RenameBranch
          name={name}
          onDone={(next) => {
            setIsRenaming(false);
            if (next !== null) change.mutate({ branchId, patch: { name: next } });
          }}
        />
      ) : (
        <button
          type="button"
          aria-current={isShown || undefined}
          title={name}
          onClick={() => tipId && select({ checkpointId: tipId, branchId }, { isJump: true })}
          onDoubleClick={isReadOnly ? undefined : () => setIsRenaming(true)}
          className={cx(
            'flex h-10 min-w-0 flex-1 flex-col justify-center pl-3 text-left text-xs hover:bg-hover focus-visible:-outline-offset-2',
            origin === 'input' || origin === 'put' ? 'text-fg-2' : 'text-edit',
            isShown && 'font-semibold',
            isShown && origin === 'input' && 'text-fg!',
          )}
        >
          <span className="w-full truncate">{name}</span>
          {isHead && !isOnly && <span className="-mt-0.5 text-2xs font-normal text-fg-3">head</span>}
        </button>
      )}
      <LaneMenu
        name={name}
        items={[
          ...(isShown ? [] : [{ label: 'Compare with it', run: () => compareWith({ threadId: null, branchId }) }]),
          { label: 'Save as test…', run: () => saveAsTest(branchId) },
          ...(isReadOnly ? [] : changes()),
        ]}
      />
    </li>
  );

  function changes() {
    return [
      { label: 'Rename', run: () => setIsRenaming(true) },
      ...(isHead
        ? []
        : [{ label: 'Make it the head', run: () => change.mutate({ branchId, patch: { isHead: true } }) }]),
      ...(isOnly || isShown
        ? []
        : [{ label: 'Hide', run: () => change.mutate({ branchId, patch: { hidden: true } }) }]),
      ...(isOnly ? [] : [{ label: 'Delete…', run: () => onDelete(branchId) }]),
    ];
  }
}
