import type { BranchSummary, TimelineEntry } from '@/lib/contracts/debugger';

/**
 * A thread's checkpoints, indexed once for lanes, paths and marks.
 * I1. Entries come in id order, so a parent stands before its children.
 * I2. A column is the distance from the root; on an unbroken path it is the step plus one.
 */
export interface History {
  entries: readonly TimelineEntry[];
  branches: readonly BranchSummary[];
  byId: ReadonlyMap<string, TimelineEntry>;
  columns: ReadonlyMap<string, number>;
  children: ReadonlyMap<string, readonly string[]>;
  columnCount: number;
}

export function indexHistory(entries: readonly TimelineEntry[], branches: readonly BranchSummary[]): History {
  const byId = new Map<string, TimelineEntry>();
  const columns = new Map<string, number>();
  const children = new Map<string, string[]>();
  let last = -1;
  for (const entry of entries) {
    byId.set(entry.checkpointId, entry);
    const parentColumn = entry.parentId === null ? undefined : columns.get(entry.parentId);
    const column = parentColumn === undefined ? Math.max(0, entry.step + 1) : parentColumn + 1;
    columns.set(entry.checkpointId, column);
    if (column > last) last = column;
    if (entry.parentId === null) continue;
    const siblings = children.get(entry.parentId);
    if (siblings) siblings.push(entry.checkpointId);
    else children.set(entry.parentId, [entry.checkpointId]);
  }
  return { entries, branches, byId, columns, children, columnCount: last + 1 };
}

export function columnOf(history: History, checkpointId: string): number {
  return history.columns.get(checkpointId) ?? 0;
}

export function headBranch(branches: readonly BranchSummary[]): BranchSummary | undefined {
  return branches.find((branch) => branch.isHead) ?? branches.at(-1);
}
