/** What was typed after the command palette was asked for and before it was there: it belongs to its field, not to the page's keys. */
let typed = '';

/** Takes letters from everything else on the page until the returned function is called. */
export function collectTyped(): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    typed += event.key;
  };
  window.addEventListener('keydown', onKeyDown, true);
  return () => window.removeEventListener('keydown', onKeyDown, true);
}

export function typedAhead(): string {
  return typed;
}

export function forgetTyped(): void {
  typed = '';
}
