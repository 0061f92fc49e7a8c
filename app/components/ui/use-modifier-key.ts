'use client';

import { useSyncExternalStore } from 'react';

/** ⌘ on Apple's machines, Ctrl elsewhere. */
export function useModifierKey(): '⌘' | 'Ctrl ' {
  return useSyncExternalStore(
    () => () => undefined,
    () => (/mac|iphone|ipad/i.test(navigator.platform) ? '⌘' : 'Ctrl '),
    () => 'Ctrl ',
  );
}
