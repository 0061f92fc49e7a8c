import type { Move } from '@/lib/inspect/path';

interface KeyPress {
  key: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
}

const MOVES: Readonly<Record<string, Move>> = {
  ArrowLeft: 'previous',
  ArrowRight: 'next',
  ArrowUp: 'branch-above',
  ArrowDown: 'branch-below',
  Home: 'first',
  End: 'last',
};

const SHIFTED: Readonly<Record<string, Move>> = { ArrowLeft: 'previous-landmark', ArrowRight: 'next-landmark' };

/** Which way in time a key leads; with another modifier than Shift it belongs to the browser. */
export function moveOfKey({ key, altKey, ctrlKey, metaKey, shiftKey }: KeyPress): Move | undefined {
  if (altKey || ctrlKey || metaKey) return undefined;
  return shiftKey ? SHIFTED[key] : MOVES[key];
}
