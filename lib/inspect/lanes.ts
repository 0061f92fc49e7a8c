import type { BranchSummary, TimelineEntry } from '@/lib/contracts/debugger';
import { columnOf, type History } from './history';

/** One branch's own checkpoints, in column order. Its shared past belongs to the lanes that it was forked from. */
export interface Lane {
  branchId: string;
  name: string;
  isHead: boolean;
  origin: BranchSummary['origin'];
  row: number;
  entries: readonly TimelineEntry[];
  columns: readonly number[];
  /** Where the curve that leads here begins; null for a root. */
  fork: { row: number; column: number; checkpointId: string } | null;
}

/** By creation, so that a new branch only ever adds a row at the bottom. */
export function orderBranches(branches: readonly BranchSummary[]): BranchSummary[] {
  return [...branches].sort((a, b) => a.createdAt - b.createdAt || compareText(a.branchId, b.branchId));
}

export function layOutLanes(history: History): Lane[] {
  const own = new Map<string, TimelineEntry[]>();
  for (const entry of history.entries) {
    const list = own.get(entry.branchId);
    if (list) list.push(entry);
    else own.set(entry.branchId, [entry]);
  }
  const ordered = orderBranches(history.branches);
  const rows = new Map(ordered.map((branch, row) => [branch.branchId, row]));
  return ordered.map((branch, row) => {
    const entries = (own.get(branch.branchId) ?? []).sort(
      (a, b) => columnOf(history, a.checkpointId) - columnOf(history, b.checkpointId),
    );
    const parent = history.byId.get(entries[0]?.parentId ?? branch.forkCheckpointId ?? '');
    return {
      branchId: branch.branchId,
      name: branch.name,
      isHead: branch.isHead,
      origin: branch.origin,
      row,
      entries,
      columns: entries.map((entry) => columnOf(history, entry.checkpointId)),
      fork: parent
        ? {
            row: rows.get(parent.branchId) ?? row,
            column: columnOf(history, parent.checkpointId),
            checkpointId: parent.checkpointId,
          }
        : null,
    };
  });
}

/** Index of the first column at or right of `column`: binary search. */
export function firstIndexFrom(columns: readonly number[], column: number): number {
  let low = 0;
  let high = columns.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((columns[middle] as number) < column) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The lane's entry nearest to a column. */
export function nearestEntry(lane: Lane, column: number): TimelineEntry | undefined {
  const right = Math.min(lane.columns.length - 1, firstIndexFrom(lane.columns, column));
  if (right < 0) return undefined;
  const left = Math.max(0, right - 1);
  const isLeftNearer =
    Math.abs((lane.columns[left] as number) - column) < Math.abs((lane.columns[right] as number) - column);
  return lane.entries[isLeftNearer ? left : right];
}

/** A fork's curve leaves its lane flat and arrives flat, over one column at most. */
export function forkCurve(
  from: { x: number; y: number },
  to: { x: number; y: number },
): [number, number, number, number, number, number] {
  const bend = (to.x - from.x) * 0.55;
  return [from.x + bend, from.y, to.x - bend, to.y, to.x, to.y];
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
