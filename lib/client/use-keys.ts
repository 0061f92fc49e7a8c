'use client';

import { useEffect, useLayoutEffect, useRef } from 'react';
import { addKeyHandlers, handleKey, type KeyHandlers } from './key-handlers';
import { isInDialog, isTakenKey, isTypedInto } from './key-places';
import { isApplePlatform } from './platform';

/** Handles keys of the key map as long as the component is there; the command palette offers the same. */
export function useKeys(handlers: KeyHandlers): void {
  const latest = useRef(handlers);
  useLayoutEffect(() => {
    latest.current = handlers;
  });
  // With the drawing, not after it: a key that is pressed as soon as something shows is for it.
  useLayoutEffect(() => addKeyHandlers(() => latest.current), []);
}

/** Listens for all keys. Mounted once, in providers.tsx. */
export function useKeyListener(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const target = event.target instanceof Element ? event.target : null;
      if (isInDialog(target)) return;
      const where = {
        isMac: isApplePlatform(),
        isTyping: isTypedInto(target),
        isTaken: isTakenKey(event.key, target),
      };
      if (handleKey(event, where)) event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
