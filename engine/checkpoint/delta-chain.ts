// How versions of a value are kept: a chain starts with a whole value and goes on with deltas, one a version.
//
// C1. All deltas of a chain together weigh no more than the value that it starts with. So a read costs at most about twice
//     what the whole value costs, and all that is written at most about twice the deltas: bytes grow with what changed.
// C2. A delta weighs its bytes and what it takes to keep and find it, so that many small ones don't make a long read.

/** What a delta costs besides its bytes: a row with its key, or an object. */
const DELTA_OVERHEAD_BYTES = 128;

/** How far a chain has grown. */
export interface ChainWeight {
  /** Of the value that it starts with. */
  readonly wholeBytes: number;
  /** Of its deltas. */
  readonly deltaBytes: number;
}

export function newChain(wholeBytes: number): ChainWeight {
  return { wholeBytes, deltaBytes: 0 };
}

/** The chain with one delta more; null when a whole value is due, with which the next chain starts (C1). */
export function appendToChain({ wholeBytes, deltaBytes }: ChainWeight, addedBytes: number): ChainWeight | null {
  const weight = deltaBytes + addedBytes + DELTA_OVERHEAD_BYTES;
  return weight <= wholeBytes ? { wholeBytes, deltaBytes: weight } : null;
}
