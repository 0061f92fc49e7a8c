'use client';

import { useEffect, useEffectEvent } from 'react';
import { type RunAct, runActOfKey } from './run-keys';

/** The keys of the run controls, wherever the focus is. */
export function useRunKeys(isRunning: boolean, act: (asked: RunAct) => void): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const asked = runActOfKey(event, isRunning);
    if (asked === undefined || event.defaultPrevented || event.repeat) return;
    event.preventDefault();
    act(asked);
  });
  useEffect(() => {
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
