import type { PlacedLane } from './placed-lanes';

/** How far a way runs along each lane: its last position there, by branch id. */
export type Reach = ReadonlyMap<string, number>;

/** Of the way that a branch shows, from its tip to the root: over the forks, not over every checkpoint. */
export function branchReach(lanes: readonly PlacedLane[], branchId: string): Reach {
  const reach = new Map<string, number>();
  let lane = lanes.find((candidate) => candidate.branchId === branchId);
  let until = lane?.positions.at(-1);
  while (lane && until !== undefined && !reach.has(lane.branchId)) {
    reach.set(lane.branchId, until);
    until = lane.forkPosition ?? undefined;
    lane = lane.fork ? lanes[lane.fork.row] : undefined;
  }
  return reach;
}

/** Of all ways that lead through a mark. What they do not reach has nothing to do with it. */
export function reachThrough(lanes: readonly PlacedLane[], mark: { branchId: string; position: number }): Reach {
  const through = new Map<string, number>();
  for (const lane of lanes) {
    const reach = branchReach(lanes, lane.branchId);
    if ((reach.get(mark.branchId) ?? -1) < mark.position) continue;
    for (const [branchId, until] of reach) through.set(branchId, Math.max(until, through.get(branchId) ?? until));
  }
  return through;
}
