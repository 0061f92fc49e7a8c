/**
 * What a person names to be redacted: a key (`apiKey`), or keys that follow each other (`messages[].content`,
 * `settings.*.token`). It matches wherever they do so, at any depth. Positions in lists don't count, and may be left out:
 * what a channel holds as a list is often written as a single item, and a redaction must find both.
 */
export interface KeyPattern {
  /** As the person wrote it. */
  text: string;
  keys: readonly string[];
}

const MAX_LENGTH = 500;

/** Null when it names no key. A backslash takes the character behind it for itself: `a\.b` is one key. */
export function parseKeyPattern(text: string): KeyPattern | null {
  if (text.length > MAX_LENGTH) return null;
  const keys: string[] = [];
  let key = '';
  for (let at = 0; at <= text.length; at++) {
    const letter = text[at];
    if (letter === '\\' && at + 1 < text.length) key += text[++at];
    else if (letter === undefined || letter === '.' || letter === '[') {
      if (key !== '') keys.push(key);
      key = '';
      if (letter === '[') {
        const close = text.indexOf(']', at);
        if (close < 0 || !/^\d*$/.test(text.slice(at + 1, close))) return null;
        at = close;
      }
    } else key += letter;
  }
  return keys.length === 0 || keys.every((each) => each === '*') ? null : { text, keys };
}

/** Does the way of keys end with what the pattern names? */
export function matchesKeys({ keys }: KeyPattern, trail: readonly string[]): boolean {
  if (trail.length < keys.length) return false;
  for (let back = 1; back <= keys.length; back++) {
    const key = keys[keys.length - back];
    if (key !== '*' && key !== trail[trail.length - back]) return false;
  }
  return true;
}
