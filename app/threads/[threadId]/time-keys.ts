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

/** Which way in time a key leads; with a modifier it belongs to the browser. */
export function moveOfKey({ key, altKey, ctrlKey, metaKey, shiftKey }: KeyPress): Move | undefined {
  return altKey || ctrlKey || metaKey || shiftKey ? undefined : MOVES[key];
}
