import { columnOf, type History, headBranch } from './history';
import { nextLandmark } from './landmarks';
import { orderBranches, visibleBranches } from './lanes';

export interface Selection {
  checkpointId: string;
  branchId: string;
}

export type Move =
  | 'previous'
  | 'next'
  | 'first'
  | 'last'
  | 'branch-above'
  | 'branch-below'
  | 'previous-landmark'
  | 'next-landmark';

/** From the root to the checkpoint, over parents. Ends early where a parent is not loaded. */
export function pathTo(history: History, checkpointId: string): string[] {
  const path: string[] = [];
  let entry = history.byId.get(checkpointId);
  while (entry) {
    path.push(entry.checkpointId);
    entry = entry.parentId === null ? undefined : history.byId.get(entry.parentId);
  }
  return path.reverse();
}

/** The path that a branch shows: from the root to its tip. Walked once; of a branch that grew, only what is new. */
export function branchPath(history: History, branchId: string): readonly string[] {
  const tipId = tipOf(history, branchId);
  if (tipId === undefined) return NOTHING;
  const known = history.paths.get(branchId) ?? NOTHING;
  if (known.at(-1) === tipId) return known;
  const added: string[] = [];
  let entry = history.byId.get(tipId);
  while (entry && positionOnPath(history, known, entry.checkpointId) < 0) {
    added.push(entry.checkpointId);
    entry = entry.parentId === null ? undefined : history.byId.get(entry.parentId);
  }
  const shared = entry ? known.slice(0, positionOnPath(history, known, entry.checkpointId) + 1) : [];
  const path = [...shared, ...added.reverse()];
  history.paths.set(branchId, path);
  return path;
}

const NOTHING: readonly string[] = [];

/** Of a branch whose tip is not loaded: the last of its own checkpoints that is. */
function tipOf(history: History, branchId: string): string | undefined {
  const branch = history.branches.find((candidate) => candidate.branchId === branchId);
  if (branch && history.byId.has(branch.tipId)) return branch.tipId;
  return history.entries.findLast((entry) => entry.branchId === branchId)?.checkpointId;
}

/** A path's position of a checkpoint: its column, unless the path began with a parent that is not loaded. */
export function positionOnPath(history: History, path: readonly string[], checkpointId: string): number {
  const first = path[0];
  if (first === undefined) return -1;
  const position = columnOf(history, checkpointId) - columnOf(history, first);
  return path[position] === checkpointId ? position : -1;
}

/**
 * What the URL's two names select. Without a checkpoint: the branch's tip, without a branch: the head's.
 * A branch that does not pass through the checkpoint gives way to the checkpoint's own. Undefined when the thread has
 * no such checkpoint, or none at all.
 */
export function resolveSelection(
  history: History,
  wanted: { checkpointId: string | null; branchId: string | null },
): Selection | undefined {
  const named = history.branches.find((branch) => branch.branchId === wanted.branchId);
  if (wanted.checkpointId === null) {
    const branch = named ?? headBranch(history.branches);
    const tipId = branch ? branchPath(history, branch.branchId).at(-1) : history.entries.at(-1)?.checkpointId;
    return tipId === undefined
      ? undefined
      : { checkpointId: tipId, branchId: branch?.branchId ?? ownBranch(history, tipId) };
  }
  if (!history.byId.has(wanted.checkpointId)) return undefined;
  const passes = named && positionOnPath(history, branchPath(history, named.branchId), wanted.checkpointId) >= 0;
  return {
    checkpointId: wanted.checkpointId,
    branchId: passes ? named.branchId : ownBranch(history, wanted.checkpointId),
  };
}

const NO_HITS: ReadonlySet<string> = new Set();

/**
 * Where a key leads; the same selection at an end.
 * @param hits what a search found, which counts as landmarks
 */
export function moveSelection(
  history: History,
  from: Selection,
  move: Move,
  hits: ReadonlySet<string> = NO_HITS,
): Selection {
  const path = branchPath(history, from.branchId);
  const at = positionOnPath(history, path, from.checkpointId);
  switch (move) {
    case 'previous':
      return onPath(path, from, at - 1);
    case 'next':
      return onPath(path, from, at + 1);
    case 'first':
      return onPath(path, from, 0);
    case 'last':
      return onPath(path, from, path.length - 1);
    case 'branch-above':
      return toNeighbourBranch(history, from, -1);
    case 'branch-below':
      return toNeighbourBranch(history, from, 1);
    case 'previous-landmark':
      return {
        ...from,
        checkpointId: nextLandmark(history, path, { position: at, direction: -1, hits }) ?? from.checkpointId,
      };
    case 'next-landmark':
      return {
        ...from,
        checkpointId: nextLandmark(history, path, { position: at, direction: 1, hits }) ?? from.checkpointId,
      };
  }
}

/** The checkpoint of a branch at a column, or the nearest that it has. */
export function atColumn(history: History, path: readonly string[], column: number): string | undefined {
  const first = path[0];
  if (first === undefined) return undefined;
  const position = column - columnOf(history, first);
  return path[Math.min(path.length - 1, Math.max(0, position))];
}

function ownBranch(history: History, checkpointId: string): string {
  return history.byId.get(checkpointId)?.branchId ?? '';
}

function onPath(path: readonly string[], from: Selection, position: number): Selection {
  const checkpointId = path[Math.min(path.length - 1, Math.max(0, position))];
  return checkpointId === undefined || checkpointId === from.checkpointId ? from : { ...from, checkpointId };
}

/** The lane above or below that is not hidden, at the same column: before the fork that is the same checkpoint. */
function toNeighbourBranch(history: History, from: Selection, by: number): Selection {
  const lanes = orderBranches(visibleBranches(history.branches, from.branchId));
  const at = lanes.findIndex((branch) => branch.branchId === from.branchId);
  const target = at < 0 ? undefined : lanes[at + by];
  if (!target) return from;
  const column = columnOf(history, from.checkpointId);
  const checkpointId = atColumn(history, branchPath(history, target.branchId), column);
  return checkpointId === undefined ? from : { checkpointId, branchId: target.branchId };
}
