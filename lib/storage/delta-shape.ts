import type { Delta } from '@/engine';
import { asBuffer } from './stored-id';

/** What a list that grew did to the items that were there before; of what was added nothing is at hand. */
export type DeltaHead = Extract<Delta, { op: 'list' }> & { isHead: true };

/** How our serialiser begins a list that something was added to; an `edit` is never beside an `add`. */
const GROWN_LIST = /^J\{"op":"list",(?:"skip":(\d+),)?"keep":(\d+),"add":/;
/** As many bytes of a delta as its head may take. */
export const HEAD_BYTES = 64;
/** Shorter deltas are read whole. */
export const MIN_HEADED_BYTES = 256;

/** Most lists grow, and who follows an item that was there before needs no more than the numbers. Null for any other delta. */
export function readDeltaHead(stored: Uint8Array): DeltaHead | null {
  const head = GROWN_LIST.exec(asBuffer(stored).toString('latin1', 0, HEAD_BYTES));
  return head && { op: 'list', isHead: true, skip: Number(head[1] ?? 0), keep: Number(head[2]) };
}
