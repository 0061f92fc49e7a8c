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

  constructor(rows: readonly PruneRow[], branches: readonly PruneBranch[]) {
    this.all = rows.toSorted((a, b) => (a.checkpointId < b.checkpointId ? -1 : 1));
    this.branches = branches;
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

  #findOwner(row: PruneRow): PruneRow | null {
    const outer = outerNamespace(row);
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

/** The namespace of the graph right around; null for a root graph's checkpoint. */
export function outerNamespace({ parents }: PruneRow): string | null {
  let innermost: string | null = null;
  for (const namespace of Object.keys(parents)) {
    if (innermost === null || namespace.length > innermost.length) innermost = namespace;
  }
  return innermost;
}

function placeOf(namespace: string, id: string): string {
  return `${namespace}\n${id}`;
}
