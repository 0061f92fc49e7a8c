import type { KeyboardEvent } from 'react';

type OnKeyDown = (event: KeyboardEvent) => void;

/** Closes the innermost of what is open around the focus: neither what is around that nor the page's own Escape hears of it. */
export function onEscape(close: () => void): OnKeyDown {
  return (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    close();
  };
}

/** Ctrl or ⌘ with Enter does what the main button does, wherever the focus is inside. */
export function onModEnter(act: () => void): OnKeyDown {
  return (event) => {
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    act();
  };
}
