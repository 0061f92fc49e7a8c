/**
 * `GET /api/debugger/threads/:id/values-of?path=["totals","cost"]&tip=&limit=` — a number along the path that ends at `tip`:
 * its values where a step changed its channel, at most `limit` of them, evenly chosen, with the first and the last.
 */
export interface NumberHistory {
  /** Oldest first. Null where there is no number at the path. */
  points: { checkpointId: string; step: number; value: number | null }[];
  /** Steps of the path that changed the channel. */
  changes: number;
}
