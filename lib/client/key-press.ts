/** What of a keyboard event tells which key it is. */
export interface KeyPress {
  key: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  /** It is held down. */
  repeat?: boolean;
}

/**
 * Whether a press is the key written as `Mod+k`, `Shift+ArrowLeft`, `?` or `j`. A letter with Shift is written as it
 * comes, `Shift+T`; for other signs it is the sign that counts, wherever the keyboard has it.
 */
export function isPressOf(written: string, press: KeyPress, isMac: boolean): boolean {
  const { key, modifiers } = parse(written);
  const mod = isMac ? press.metaKey : press.ctrlKey;
  const otherMod = isMac ? press.ctrlKey : press.metaKey;
  if (press.key !== key || otherMod || mod !== modifiers.has('Mod') || press.altKey !== modifiers.has('Alt'))
    return false;
  return isSign(key) || press.shiftKey === modifiers.has('Shift');
}

export function hasModifier(written: string): boolean {
  const { modifiers } = parse(written);
  return modifiers.has('Mod') || modifiers.has('Alt');
}

/** As the keyboard shows it: `⌘K`, `Ctrl K`, `Shift ←`. */
export function keyText(written: string, isMac: boolean): string {
  const { key, modifiers } = parse(written);
  const parts = [...modifiers].map((modifier) => (isMac ? MAC_MODIFIERS : OTHER_MODIFIERS)[modifier] ?? modifier);
  const name = KEY_NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  return [...parts, name].join(isMac ? '' : ' ');
}

function parse(written: string): { key: string; modifiers: ReadonlySet<string> } {
  const parts = written.split('+');
  return { key: parts.at(-1) as string, modifiers: new Set(parts.slice(0, -1)) };
}

/** Neither a letter nor a named key: Shift is how it is typed. */
function isSign(key: string): boolean {
  return key.length === 1 && key.toLowerCase() === key.toUpperCase();
}

const MAC_MODIFIERS: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥' };
const OTHER_MODIFIERS: Readonly<Record<string, string>> = { Mod: 'Ctrl' };
const KEY_NAMES: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Enter: '↵',
  ' ': 'Space',
};
