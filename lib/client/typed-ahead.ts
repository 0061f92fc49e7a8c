/** What was typed after the command palette was asked for and before it was there: it belongs to its field, not to the page's keys. */
let typed = '';

/** Takes what is typed from everything else on the page until the returned function is called. */
export function collectTyped(): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.length === 1) typed += event.key;
    else if (event.key === 'Backspace') typed = typed.slice(0, -1);
    // Enter has nothing to choose from yet, and must not press what has the focus.
    else if (event.key !== 'Enter') return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  window.addEventListener('keydown', onKeyDown, true);
  return () => window.removeEventListener('keydown', onKeyDown, true);
}

export function typedAhead(): string {
  return typed;
}

/** All of it, which is forgotten. */
export function takeTyped(): string {
  const all = typed;
  typed = '';
  return all;
}
