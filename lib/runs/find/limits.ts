export interface FindLimits {
  /** For a whole search. */
  wholeMs: number;
  /** It gives up after so many states at which the expression took too much time or memory. */
  patience: number;
  /** States that are read at once: at most so many, and of channels that changed by about so many bytes. */
  chunk: { states: number; bytes: number };
}

export const FIND_LIMITS: FindLimits = { wholeMs: 60_000, patience: 3, chunk: { states: 512, bytes: 4 * 1024 * 1024 } };
