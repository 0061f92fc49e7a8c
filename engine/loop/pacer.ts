/** Work without a pause, in milliseconds, after which the loop lets others run: streams, pages, Stop. */
const SLICE_MS = 8;

/** Says when a busy loop should let the event loop turn. */
export interface Pacer {
  isDue(): boolean;
  pause(): Promise<void>;
}

export function createPacer(now: () => number = () => performance.now()): Pacer {
  let resumedAt = now();
  return {
    isDue: () => now() - resumedAt > SLICE_MS,
    pause: async () => {
      await new Promise<void>((resolve) => setImmediate(resolve));
      resumedAt = now();
    },
  };
}
