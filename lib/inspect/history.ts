import type { BranchSummary, TimelineEntry } from '@/lib/contracts/debugger';

/**
 * A thread's checkpoints, indexed for lanes, paths and marks.
 * I1. Entries come in id order, so a parent stands before its children.
 * I2. A column is the distance from the root; on an unbroken path it is the step plus one.
 * I3. A history that grew out of another shares its maps, and the older one is not asked any more. Nothing that was
 *     indexed moves: a longer history only adds.
 */
export interface History {
  entries: readonly TimelineEntry[];
  branches: readonly BranchSummary[];
  byId: ReadonlyMap<string, TimelineEntry>;
  columns: ReadonlyMap<string, number>;
  /** The same in the order of the entries. */
  columnList: readonly number[];
  children: ReadonlyMap<string, readonly string[]>;
  columnCount: number;
  /** By branch id: paths that were walked before, as long as they were then (see path.ts). */
  paths: Map<string, readonly string[]>;
}

export function indexHistory(entries: readonly TimelineEntry[], branches: readonly BranchSummary[]): History {
  return new GrowingHistory().index(entries, branches);
}

/** Indexes one thread again and again while it grows: each time only what is new. */
export class GrowingHistory {
  #byId = new Map<string, TimelineEntry>();
  #columns = new Map<string, number>();
  #columnList: number[] = [];
  #children = new Map<string, string[]>();
  #paths = new Map<string, readonly string[]>();
  #entries: readonly TimelineEntry[] = [];
  #columnCount = 0;

  index(entries: readonly TimelineEntry[], branches: readonly BranchSummary[]): History {
    if (!this.#keeps(entries)) this.#reset();
    for (let at = this.#columnList.length; at < entries.length; at++) this.#add(entries[at] as TimelineEntry);
    this.#entries = entries;
    return {
      entries,
      branches,
      byId: this.#byId,
      columns: this.#columns,
      columnList: this.#columnList,
      children: this.#children,
      columnCount: this.#columnCount,
      paths: this.#paths,
    };
  }

  /** Whether what is indexed stands in front, at the same places. Entries that were read again take the place of the old. */
  #keeps(entries: readonly TimelineEntry[]): boolean {
    if (entries.length < this.#entries.length) return false;
    for (let at = 0; at < this.#entries.length; at++) {
      const known = this.#entries[at] as TimelineEntry;
      const entry = entries[at] as TimelineEntry;
      if (known === entry) continue;
      if (known.checkpointId !== entry.checkpointId || known.parentId !== entry.parentId) return false;
      this.#byId.set(entry.checkpointId, entry);
    }
    return true;
  }

  #add(entry: TimelineEntry): void {
    const parentColumn = entry.parentId === null ? undefined : this.#columns.get(entry.parentId);
    const column = parentColumn === undefined ? Math.max(0, entry.step + 1) : parentColumn + 1;
    this.#byId.set(entry.checkpointId, entry);
    this.#columns.set(entry.checkpointId, column);
    this.#columnList.push(column);
    this.#columnCount = Math.max(this.#columnCount, column + 1);
    if (entry.parentId === null) return;
    const siblings = this.#children.get(entry.parentId);
    if (siblings) siblings.push(entry.checkpointId);
    else this.#children.set(entry.parentId, [entry.checkpointId]);
  }

  #reset(): void {
    this.#byId = new Map();
    this.#columns = new Map();
    this.#columnList = [];
    this.#children = new Map();
    this.#paths = new Map();
    this.#entries = [];
    this.#columnCount = 0;
  }
}

export function columnOf(history: History, checkpointId: string): number {
  return history.columns.get(checkpointId) ?? 0;
}

export function headBranch(branches: readonly BranchSummary[]): BranchSummary | undefined {
  return branches.find((branch) => branch.isHead) ?? branches.at(-1);
}
