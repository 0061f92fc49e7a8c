/** As much of an element as is asked for. */
export type KeyTarget = Pick<Element, 'closest'> | null;

/** An open dialog has the keyboard for itself. */
export function isInDialog(target: KeyTarget): boolean {
  return isIn(target, 'dialog, [role="dialog"]');
}

export function isTypedInto(target: KeyTarget): boolean {
  return isIn(target, FIELDS);
}

/**
 * Whether what has the focus has its own use for a key: the arrows in a tree, Space on a button. A slider takes what it
 * uses for itself; the playhead is one that moves by the keys of time.
 */
export function isTakenKey(key: string, target: KeyTarget): boolean {
  if (key === ' ') return isIn(target, `${WIDGETS}, ${PRESSED_BY_SPACE}`);
  return WIDGET_KEYS.has(key) && isIn(target, WIDGETS);
}

function isIn(target: KeyTarget, selectors: string): boolean {
  return target?.closest(selectors) != null;
}

const FIELDS =
  'input:not([type="checkbox"], [type="radio"], [type="button"]), textarea, select, [contenteditable="true"], [role="textbox"]';
const WIDGETS =
  'input, [role="tree"], [role="tablist"], [role="menu"], [role="listbox"], [role="separator"], [role="radiogroup"], summary';
/** What Space presses, opens or scrolls. */
const PRESSED_BY_SPACE = 'button, a, [role="button"], [role="img"]';
const WIDGET_KEYS: ReadonlySet<string> = new Set([
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'Enter',
]);
