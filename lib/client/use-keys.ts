'use client';

import { useEffect, useLayoutEffect, useRef } from 'react';
import { addKeyHandlers, handleKey, type KeyHandlers } from './key-handlers';
import { isApplePlatform } from './platform';

/** Handles keys of the key map as long as the component is there; the command palette offers the same. */
export function useKeys(handlers: KeyHandlers): void {
  const latest = useRef(handlers);
  useLayoutEffect(() => {
    latest.current = handlers;
  });
  useEffect(() => addKeyHandlers(() => latest.current), []);
}

/** Listens for all keys. Mounted once, in providers.tsx. */
export function useKeyListener(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const target = event.target instanceof Element ? event.target : null;
      // An open dialog has the keyboard for itself.
      if (target?.closest('dialog, [role="dialog"]') != null) return;
      const where = {
        isMac: isApplePlatform(),
        isTyping: target?.closest(FIELDS) != null,
        hasOwnKeys: target?.closest(OWN_KEYS) != null,
      };
      if (handleKey(event, where)) event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}

const FIELDS =
  'input:not([type="checkbox"], [type="radio"], [type="button"]), textarea, select, [contenteditable="true"], [role="textbox"]';
const OWN_KEYS =
  '[role="tree"], [role="tablist"], [role="menu"], [role="listbox"], [role="slider"], [role="separator"], [role="radiogroup"], summary';
