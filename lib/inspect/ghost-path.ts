import type { EdgeRuns, PathActivity } from './path-activity';

/** A line's nodes and edges, and the position on it that is looked at; null beyond its end. */
export interface LineAt {
  path: PathActivity;
  position: number | null;
}

/** What only the other line has, by the keys of its activity. */
export interface GhostPath {
  nodes: ReadonlySet<string>;
  edges: ReadonlySet<string>;
}

/**
 * What the other line went over and this one did not: in the step beside the one shown, or at any time up to it. Beyond
 * the end of the other line: all the way to that.
 */
export function ghostPath(here: LineAt, there: LineAt): GhostPath {
  return {
    nodes: onlyThere(here.path.nodes, there.path.nodes, here.position, there.position),
    edges: onlyThere(here.path.edges, there.path.edges, here.position, there.position),
  };
}

function onlyThere(
  here: ReadonlyMap<string, EdgeRuns>,
  there: ReadonlyMap<string, EdgeRuns>,
  positionHere: number | null,
  positionThere: number | null,
): Set<string> {
  const upToHere = positionHere ?? Number.POSITIVE_INFINITY;
  const upToThere = positionThere ?? Number.POSITIVE_INFINITY;
  const only = new Set<string>();
  for (const [key, { positions }] of there) {
    const own = here.get(key)?.positions ?? [];
    const isNow = positionThere !== null && has(positions, positionThere) && !has(own, upToHere);
    if (isNow || (hasUpTo(positions, upToThere) && !hasUpTo(own, upToHere))) only.add(key);
  }
  return only;
}

function hasUpTo(positions: readonly number[], last: number): boolean {
  return positions[0] !== undefined && positions[0] <= last;
}

/** Positions ascend. */
function has(positions: readonly number[], wanted: number): boolean {
  let low = 0;
  let high = positions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((positions[middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  return positions[low] === wanted;
}
