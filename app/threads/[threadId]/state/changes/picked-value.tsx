'use client';

import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useHandler } from '@/app/components/ui/use-handler';
import { useStateView } from '@/lib/client/state-view';
import { useKeys } from '@/lib/client/use-keys';
import { type PickedValue, useValuePath } from '@/lib/client/value-path';
import { useWatches } from '@/lib/client/watches';
import type { ValueChange, ValuePath } from '@/lib/contracts/changes';
import type { TreePath } from '@/lib/inspect/tree-items';
import { isWatched, toggleWatch } from '@/lib/inspect/watch-list';
import { useDebugger, useDebuggerActions } from '../../debugger-model';
import { type JumpNote, useJump } from './use-jump';

/** What the views of the state share about single values: the picked one, and the watched ones. */
export interface Values {
  picked: PickedValue | null;
  /** At the checkpoint shown. */
  pick: (path: ValuePath) => void;
  forget: () => void;
  /** Shows the step of a change, with the value where it was there. */
  show: (change: ValueChange) => void;
  /** To the change before the step shown, or behind it; it says so when there is none. */
  jump: (direction: 'back' | 'onward') => void;
  /** What the last jump came to, when it led nowhere. */
  jumpNote: JumpNote | null;
  watches: readonly TreePath[];
  isWatched: (path: ValuePath) => boolean;
  toggleWatch: (path: ValuePath) => void;
  isNarrowed: boolean;
  narrow: (isNarrowed: boolean) => void;
}

const ValuesContext = createContext<Values | null>(null);

/** Null in trees that show something else than the state of a step. */
export function useValues(): Values | null {
  return useContext(ValuesContext);
}

/** Around a tree of other values: who wrote at a path of the state did not write these. */
export function NotTheState({ children }: { children: ReactNode }) {
  return <ValuesContext value={null}>{children}</ValuesContext>;
}

/** Of the root graph's states: what is stored of graphs inside is not searched. */
export function ValuesProvider({ children }: { children: ReactNode }) {
  const { namespace } = useDebugger();
  return namespace === '' ? <OwnValues>{children}</OwnValues> : children;
}

function OwnValues({ children }: { children: ReactNode }) {
  const { threadId, timeline } = useDebugger();
  const { select, latest } = useDebuggerActions();
  const { showTab, tab } = useStateView();
  const { picked, pick, moveTo, forget, isNarrowed, narrow } = useValuePath();
  const [watches, changeWatches] = useWatches(timeline.thread.graphId);

  const pickHere = useHandler((path: ValuePath) => {
    const { selection } = latest();
    if (selection !== null) pick(path, selection.checkpointId);
  });
  const show = useHandler(({ checkpointId, path }: ValueChange) => {
    const { selection } = latest();
    if (selection === null) return;
    select({ checkpointId, branchId: selection.branchId }, { isJump: true });
    moveTo(path);
  });
  const { jump, note } = useJump(async (direction) => {
    const { selection } = latest();
    if (picked === null || selection === null) return null;
    // Loads with the first jump.
    const { readNeighbour } = await import('@/lib/client/changes');
    const change = await readNeighbour(threadId, { ...selection, path: picked.path, direction });
    if (change !== null) show(change);
    return change;
  });
  const toggle = useHandler((path: ValuePath) => changeWatches((list) => toggleWatch(list, path)));
  const letGo = useHandler(forget);
  const narrowTo = useHandler(narrow);

  const values = useMemo<Values>(
    () => ({
      picked,
      pick: pickHere,
      forget: letGo,
      show,
      jump,
      jumpNote: note,
      watches,
      isWatched: (path) => isWatched(watches, path),
      toggleWatch: toggle,
      isNarrowed: isNarrowed && watches.length > 0,
      narrow: narrowTo,
    }),
    [picked, pickHere, letGo, show, jump, note, watches, toggle, isNarrowed, narrowTo],
  );
  const ifPicked = (run: () => void) => (picked === null ? undefined : run);
  useKeys({
    'value.previous': ifPicked(() => jump('back')),
    'value.next': ifPicked(() => jump('onward')),
    'value.history': ifPicked(() => showTab(tab === 'history' ? 'state' : 'history')),
    'value.watch': ifPicked(() => picked && toggle(picked.path)),
    'value.narrow': watches.length === 0 ? undefined : () => narrow(!isNarrowed),
  });
  return <ValuesContext value={values}>{children}</ValuesContext>;
}
