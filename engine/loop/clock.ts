/** Time and chance, as the loop meets them; tests bring their own. */
export interface Clock {
  /** Milliseconds since the epoch, with fraction. Never goes back. */
  now(): number;
  /** Calls back once, `delayMs` from now. What it answers takes the call back. */
  after(delayMs: number, callback: () => void): () => void;
  /** From 0 up to, not including, 1. */
  random(): number;
}

/** Timers hold no more; a longer one fires at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  after: (delayMs, callback) => {
    let timer: ReturnType<typeof setTimeout>;
    const wait = (leftMs: number): void => {
      const sliceMs = Math.min(leftMs, MAX_TIMER_MS);
      timer = setTimeout(() => (leftMs > sliceMs ? wait(leftMs - sliceMs) : callback()), sliceMs);
    };
    wait(delayMs);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};

/** Waits, unless `signal` aborts: then it rejects with the signal's reason. */
export function sleep(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const stop = (): void => {
      cancel();
      reject(signal.reason);
    };
    const cancel = clock.after(delayMs, () => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
    signal.addEventListener('abort', stop, { once: true });
  });
}
