import type { ConsoleLevel } from '@/lib/contracts/console';

/**
 * Hears what is written to `console` in this process. Every call goes on to whatever stood there before.
 * The methods are wrapped once: a call that a wrapped one leads to (`console.trace` uses `console.error`) is not heard again.
 */
export type ConsoleListener = (level: ConsoleLevel, values: unknown[]) => void;

type Method = (...values: unknown[]) => void;

interface Capture {
  listeners: Set<ConsoleListener>;
  /** Ours, old ones too: somebody may put back one that they found before. */
  wrapped: WeakSet<Method>;
  isInside: boolean;
}

/** A build holds this module more than once, and `console` is one. */
const CAPTURE = Symbol.for('retrograph.console');
const LEVELS: ConsoleLevel[] = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir'];

/** Returns the unsubscriber. */
export function hearConsole(listener: ConsoleListener): () => void {
  const { listeners } = captureOf();
  listeners.add(listener);
  wrapConsole();
  return () => listeners.delete(listener);
}

/** Again, where somebody has put another function in the place of a wrapped one meanwhile. */
export function wrapConsole(): void {
  const capture = captureOf();
  if (capture.listeners.size === 0) return;
  for (const level of LEVELS) {
    if (capture.wrapped.has(console[level])) continue;
    const wrapped = wrap(capture, level, console[level] as Method);
    capture.wrapped.add(wrapped);
    console[level] = wrapped;
  }
}

function wrap(capture: Capture, level: ConsoleLevel, original: Method): Method {
  return function (this: unknown, ...values) {
    if (capture.isInside) return original.apply(this, values);
    capture.isInside = true;
    try {
      for (const listener of capture.listeners) tell(listener, level, values);
      return original.apply(this, values);
    } finally {
      capture.isInside = false;
    }
  };
}

/** What a node prints may have getters that throw: its own call goes on. */
function tell(listener: ConsoleListener, level: ConsoleLevel, values: unknown[]): void {
  try {
    listener(level, values);
  } catch {
    // The line is not kept.
  }
}

function captureOf(): Capture {
  const globals = globalThis as { [CAPTURE]?: Capture };
  globals[CAPTURE] ??= { listeners: new Set(), wrapped: new WeakSet(), isInside: false };
  return globals[CAPTURE];
}
