import { type Lane, nearestIndex } from '@/lib/inspect/lanes';
import { type Axis, positionAt, xOf } from './axis';
import { LANE_HEIGHT_PX } from './geometry';

/** A lane on an axis. */
export interface PlacedLane extends Lane {
  /** Of each entry; ascending. */
  positions: readonly number[];
  forkPosition: number | null;
}

export function placeLanes(lanes: readonly Lane[], axis: Axis, positionOfId: (id: string) => number): PlacedLane[] {
  return lanes.map((lane) => ({
    ...lane,
    positions: axis.kind === 'steps' ? lane.columns : ascending(lane.entries.map(axis.positionOf)),
    forkPosition: lane.fork && positionOfId(lane.fork.checkpointId),
  }));
}

/** Clocks go back at times; along a branch the marks do not. */
function ascending(positions: number[]): number[] {
  for (let at = 1; at < positions.length; at++) {
    positions[at] = Math.max(positions[at] as number, positions[at - 1] as number);
  }
  return positions;
}

const HIT_PX = 14;

/** The mark under a point of the content, if there is one. */
export function markAt(lanes: readonly PlacedLane[], point: { x: number; y: number }, scale: number): string | null {
  const lane = lanes[Math.floor(point.y / LANE_HEIGHT_PX)];
  if (!lane) return null;
  const nearest = nearestIndex(lane.positions, positionAt(point.x, scale));
  if (nearest === -1) return null;
  const distance = Math.abs(xOf(lane.positions[nearest] as number, scale) - point.x);
  return distance <= HIT_PX ? (lane.entries[nearest]?.checkpointId ?? null) : null;
}
