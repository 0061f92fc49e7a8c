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

/** What has a lane: all that nobody hid, and the branch that is shown even so. */
export function visibleBranches(branches: readonly BranchSummary[], shownId: string | null): BranchSummary[] {
  return branches.filter((branch) => !branch.hidden || branch.branchId === shownId);
}

/** @param shownId the branch that has a lane though somebody hid it */
export function layOutLanes(history: History, shownId: string | null = null): Lane[] {
  const own = ownEntries(history);
  const ordered = orderBranches(visibleBranches(history.branches, shownId));
  const rows = new Map(ordered.map((branch, row) => [branch.branchId, row]));
  return ordered.map((branch, row) => {
    const { entries, columns } = own.get(branch.branchId) ?? { entries: [], columns: [] };
    const parent = history.byId.get(entries[0]?.parentId ?? branch.forkCheckpointId ?? '');
    return {
      branchId: branch.branchId,
      name: branch.name,
      isHead: branch.isHead,
      origin: branch.origin,
      row,
      entries,
      columns,
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

/** A branch only ever grows behind its tip, so that its own entries come in column order. */
function ownEntries({ entries, columnList }: History): Map<string, { entries: TimelineEntry[]; columns: number[] }> {
  const own = new Map<string, { entries: TimelineEntry[]; columns: number[] }>();
  entries.forEach((entry, at) => {
    let list = own.get(entry.branchId);
    if (list === undefined) {
      list = { entries: [], columns: [] };
      own.set(entry.branchId, list);
    }
    list.entries.push(entry);
    list.columns.push(columnList[at] as number);
  });
  return own;
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

/** The index of the column nearest to another one, the right of two as near; -1 where there is none. Columns ascend. */
export function nearestIndex(columns: readonly number[], column: number): number {
  const right = Math.min(columns.length - 1, firstIndexFrom(columns, column));
  const left = Math.max(0, right - 1);
  const isLeftNearer = Math.abs((columns[left] as number) - column) < Math.abs((columns[right] as number) - column);
  return isLeftNearer ? left : right;
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
