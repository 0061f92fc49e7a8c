import type * as contract from '@/lib/contracts/experiment';

// What a browser lets a person ask of one experiment: the contract's own numbers, to which the types hold these.

export const MOST_EDITS: typeof contract.MOST_EDITS = 50;
export const MOST_TIMES: typeof contract.MOST_TIMES = 100;
export const MOST_AT_ONCE: typeof contract.MOST_AT_ONCE = 16;
