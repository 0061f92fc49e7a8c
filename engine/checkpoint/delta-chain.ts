// How versions of a value are kept: a chain starts with a whole value and goes on with deltas, one a version.
//
// C1. What a chain holds weighs at most about twice the value that it has come to. So a read costs at most about twice what
//     the whole value costs, however long the chain; a value that only grows is never written again, and one that is
//     changed in place is written again only after as many bytes of deltas: bytes grow with what changed.
// C2. A delta weighs its bytes and what it takes to keep and find it, so that many small ones don't make a long read.

/** What a delta costs besides its bytes: a row with its key, or an object. */
const DELTA_OVERHEAD_BYTES = 128;

/** How far a chain has come. */
export interface ChainWeight {
  /** Of the value that it starts with and its deltas. */
  readonly heldBytes: number;
  /** Of the whole value that its last version stands for. */
  readonly valueBytes: number;
}

/** A delta, as a chain weighs it. */
export interface DeltaWeight {
  readonly addedBytes: number;
  /** How much longer it makes the value; negative for one that takes away. */
  readonly growthBytes: number;
}

export function newChain(valueBytes: number): ChainWeight {
  return { heldBytes: valueBytes, valueBytes };
}

/** The chain with one delta more; null when a whole value is due, with which the next chain starts (C1). */
export function appendToChain(chain: ChainWeight, { addedBytes, growthBytes }: DeltaWeight): ChainWeight | null {
  const heldBytes = chain.heldBytes + addedBytes + DELTA_OVERHEAD_BYTES;
  const valueBytes = chain.valueBytes + growthBytes;
  return heldBytes <= 2 * valueBytes ? { heldBytes, valueBytes } : null;
}
