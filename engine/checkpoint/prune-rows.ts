import { ROOT_NAMESPACE } from './namespace';

/** A checkpoint, as far as pruning looks at it. */
export interface PruneRow {
  namespace: string;
  checkpointId: string;
  parentId: string | null;
  branchId: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
  /** Its metadata's: checkpoint ids of the enclosing graphs, by namespace. */
  parents: Readonly<Record<string, string>>;
  /** Of a subgraph that keeps its state over the thread. */
  keepsState: boolean;
  /** Its metadata's, where the checkpoint around it went in an earlier prune. */
  hostBranch: string | undefined;
}

/** Where a visit to a subgraph that keeps its state was made. */
export interface PruneVisit {
  row: PruneRow;
  /** The checkpoint of the nearest graph around that lasts, which may be gone. */
  hostId: string;
  outer: string;
  /** The branch that led on from there. */
  branchId: string;
}

export interface PruneBranch {
  namespace: string;
  branchId: string;
  forkCheckpointId: string | null;
  tipId: string;
  isHead: boolean;
}

/** One thread's checkpoints and branches, to be looked up. */
export class PruneRows {
  /** Ascending by checkpoint id. */
  readonly all: readonly PruneRow[];
  readonly branches: readonly PruneBranch[];
  readonly #byNamespace = new Map<string, Map<string, PruneRow>>();
  readonly #owners = new Map<PruneRow, PruneRow>();
  readonly #owned = new Map<PruneRow, PruneRow[]>();
  readonly #branches = new Map<string, PruneBranch>();
  /** Namespaces of graphs that last from run to run, the root aside. */
  readonly #lasting: ReadonlySet<string>;

  constructor(rows: readonly PruneRow[], branches: readonly PruneBranch[]) {
    this.all = rows.toSorted((a, b) => (a.checkpointId < b.checkpointId ? -1 : 1));
    this.branches = branches;
    this.#lasting = new Set(rows.filter(({ keepsState }) => keepsState).map(({ namespace }) => namespace));
    for (const branch of branches) this.#branches.set(placeOf(branch.namespace, branch.branchId), branch);
    for (const row of this.all) {
      const inNamespace = this.#byNamespace.get(row.namespace) ?? new Map<string, PruneRow>();
      this.#byNamespace.set(row.namespace, inNamespace.set(row.checkpointId, row));
    }
    for (const row of this.all) {
      const owner = this.#findOwner(row);
      if (owner === null) continue;
      this.#owners.set(row, owner);
      const siblings = this.#owned.get(owner);
      if (siblings === undefined) this.#owned.set(owner, [row]);
      else siblings.push(row);
    }
  }

  at(namespace: string, checkpointId: string | null): PruneRow | undefined {
    return checkpointId === null ? undefined : this.#byNamespace.get(namespace)?.get(checkpointId);
  }

  parentOf({ namespace, parentId }: PruneRow): PruneRow | undefined {
    return this.at(namespace, parentId);
  }

  branchOf({ namespace, branchId }: PruneRow): PruneBranch | undefined {
    return this.#branches.get(placeOf(namespace, branchId));
  }

  /** The checkpoint of the graph around, at which a subgraph made this one. Undefined for those of a root graph. */
  ownerOf(row: PruneRow): PruneRow | undefined {
    return this.#owners.get(row);
  }

  ownedBy(row: PruneRow): readonly PruneRow[] {
    return this.#owned.get(row) ?? [];
  }

  visitOf(row: PruneRow): PruneVisit | undefined {
    if (!row.keepsState) return undefined;
    const isLasting = (namespace: string) => namespace === ROOT_NAMESPACE || this.#lasting.has(namespace);
    const outer = innermost(Object.keys(row.parents).filter(isLasting));
    if (outer === null) return undefined;
    const branchId = row.hostBranch ?? this.#outerAt(row, outer)?.branchId;
    return branchId === undefined ? undefined : { row, hostId: row.parents[outer] as string, outer, branchId };
  }

  #findOwner(row: PruneRow): PruneRow | null {
    return this.#outerAt(row, innermost(Object.keys(row.parents)));
  }

  #outerAt(row: PruneRow, outer: string | null): PruneRow | null {
    const id = outer === null ? undefined : row.parents[outer];
    const outerRows = outer === null ? undefined : this.#byNamespace.get(outer);
    if (id === undefined || outerRows === undefined) return null;
    const named = outerRows.get(id);
    if (named !== undefined) return named;
    // Where only milestones are saved, a subgraph may belong to a step that was not: the run saved the next one.
    let last: PruneRow | null = null;
    for (const candidate of outerRows.values()) {
      last = candidate;
      if (candidate.checkpointId > id) break;
    }
    return last;
  }
}

/** Of namespaces that enclose each other. */
function innermost(namespaces: readonly string[]): string | null {
  return namespaces.reduce<string | null>(
    (found, namespace) => (found === null || namespace.length > found.length ? namespace : found),
    null,
  );
}

function placeOf(namespace: string, id: string): string {
  return `${namespace}\n${id}`;
}
