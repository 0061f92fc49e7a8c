'use client';

import { useEffect, useEffectEvent } from 'react';
import { moveSelection } from '@/lib/inspect/path';
import { useDebugger, useDebuggerActions } from './debugger-model';
import { moveOfKey } from './time-keys';

/** Arrows, Home and End move in time from anywhere but a field, or a widget that has its own use for them. */
export function useTimeKeys(): void {
  const { history, selection } = useDebugger();
  const { select, follow } = useDebuggerActions();
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const move = moveOfKey(event);
    if (!move || !selection || event.defaultPrevented || hasOwnKeys(event.target)) return;
    event.preventDefault();
    if (move === 'last') return follow(selection.branchId);
    const next = moveSelection(history, selection, move);
    if (next.checkpointId !== selection.checkpointId || next.branchId !== selection.branchId) select(next);
  });
  useEffect(() => {
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

const OWN_KEYS =
  'input, textarea, select, [contenteditable="true"], [role="tree"], [role="tablist"], [role="menu"], [role="listbox"], [role="separator"], [role="dialog"], dialog';

export function hasOwnKeys(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(OWN_KEYS) !== null;
}
