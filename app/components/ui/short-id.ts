const LONGEST_WHOLE = 14;

/** Head and tail of a long id: time-ordered ids differ at the end, hand-made ones at the start. */
export function shortId(id: string): string {
  return id.length <= LONGEST_WHOLE ? id : `${id.slice(0, 6)}…${id.slice(-4)}`;
}
