import { KEY_MAP, type KeyId, type KeyLine } from './key-map';
import { hasModifier, isPressOf, type KeyPress } from './key-press';

/** Answers false when the key has nothing to do here now, and belongs to the browser. */
export type KeyHandler = () => unknown;
/** What is there to do now; a key that is left out, or undefined, does nothing. */
export type KeyHandlers = Partial<Record<KeyId, KeyHandler | undefined>>;

const LINES: readonly KeyLine[] = KEY_MAP;
const sources: (() => KeyHandlers)[] = [];

/** Takes handlers into the page's keys until the returned function is called. The last one in wins. */
export function addKeyHandlers(read: () => KeyHandlers): () => void {
  sources.push(read);
  return () => {
    sources.splice(sources.indexOf(read), 1);
  };
}

/** What a person could do by key now, in the order of the map. */
export function activeKeys(): { id: KeyId; line: KeyLine; run: KeyHandler }[] {
  return LINES.flatMap((line) => {
    const run = line.id === undefined ? undefined : handlerOf(line.id as KeyId);
    return run === undefined ? [] : [{ id: line.id as KeyId, line, run }];
  });
}

/**
 * Does what the key is for; tells whether it did anything. Where a person types, or where the key `isTaken` by what has
 * the focus, only keys with a modifier count.
 */
export function handleKey(press: KeyPress, where: { isMac: boolean; isTyping: boolean; isTaken: boolean }): boolean {
  for (const { line, run } of activeKeys()) {
    const written = line.keys.find((key) => isPressOf(key, press, where.isMac));
    if (written === undefined) continue;
    if (!hasModifier(written) && (where.isTyping || where.isTaken)) continue;
    if (line.isOnce && press.repeat) continue;
    if (run() !== false) return true;
  }
  return false;
}

function handlerOf(id: KeyId): KeyHandler | undefined {
  for (let index = sources.length - 1; index >= 0; index--) {
    const handler = sources[index]?.()[id];
    if (handler !== undefined) return handler;
  }
  return undefined;
}
