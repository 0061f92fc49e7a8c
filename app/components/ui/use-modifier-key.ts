'use client';

import { useSyncExternalStore } from 'react';
import { isApplePlatform } from '@/lib/client/platform';

const never = () => () => undefined;

/** ⌘ on Apple's machines, Ctrl elsewhere. */
export function useModifierKey(): '⌘' | 'Ctrl ' {
  return useIsApple() ? '⌘' : 'Ctrl ';
}

export function useIsApple(): boolean {
  return useSyncExternalStore(never, isApplePlatform, () => false);
}
