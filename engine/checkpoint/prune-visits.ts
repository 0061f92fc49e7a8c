import { keepsState } from './namespace';
import type { PruneBranch, PruneRow, PruneRows } from './prune-rows';
import { outerNamespace } from './prune-rows';

/** A checkpoint of a subgraph that keeps its state over the thread, and the id of the outer one that it was made at. */
interface Visit {
  fromId: string;
  row: PruneRow;
}

/**
 * What visits to subgraphs that keep their state go on from (see `loop/entry/visit.ts`): the latest checkpoint that was
 * made on the outer graph's own way, where what ran at a fork's point is not part of the fork.
 */
export class PruneVisits {
  readonly #rows: PruneRows;
  /** Outer namespace → subgraph's namespace → branch of the outer checkpoint → visits by its id, each the latest so far. */
  readonly #visits = new Map<string, Map<string, Map<string, Visit[]>>>();
  /** Visits, and the outer checkpoints that they were made at where these are stored. */
  readonly #hosts = new Map<PruneRow, PruneRow>();

  constructor(rows: PruneRows) {
    this.#rows = rows;
    const found = rows.all.flatMap((row) => {
      const outer = keepsState(row.namespace) ? outerNamespace(row) : null;
      const owner = rows.ownerOf(row);
      return outer === null || owner === undefined ? [] : [{ outer, owner, fromId: row.parents[outer] as string, row }];
    });
    found.sort((a, b) => (a.fromId < b.fromId ? -1 : a.fromId > b.fromId ? 1 : 0));
    for (const { outer, owner, fromId, row } of found) {
      if (owner.checkpointId === fromId) this.#hosts.set(row, owner);
      const subgraphs = getOrMake(this.#visits, outer, () => new Map<string, Map<string, Visit[]>>());
      const byBranch = getOrMake(subgraphs, row.namespace, () => new Map<string, Visit[]>());
      const visits = getOrMake(byBranch, owner.branchId, (): Visit[] => []);
      visits.push({ fromId, row: later(visits.at(-1)?.row, row) });
    }
  }

  /** The checkpoints that visits of a run from this one go on from, one of each subgraph. */
  neededBy(row: PruneRow): PruneRow[] {
    return [...(this.#visits.get(row.namespace)?.values() ?? [])].flatMap((visits) => this.#latestBefore(row, visits));
  }

  /**
   * What has to stay so that the engine finds each visit on the ways where it was made, and on no other: of one whose outer
   * checkpoint goes, it looks at the next that is left; and a fork must not seem to begin where a visit was made.
   */
  neededToTell(kept: ReadonlySet<PruneRow>): PruneRow[] {
    const needed: PruneRow[] = [];
    const visited = new Set<PruneRow>();
    for (const [row, host] of this.#hosts) {
      if (!kept.has(row)) continue;
      visited.add(host);
      const next = kept.has(host) ? undefined : this.#nextKept(host, kept);
      if (next !== undefined && !this.#isOnWay(host, next)) needed.push(host);
    }
    for (const { namespace, forkCheckpointId } of this.#rows.branches) {
      const fork = this.#rows.at(namespace, forkCheckpointId);
      let before = fork;
      while (before !== undefined && !kept.has(before)) before = this.#rows.parentOf(before);
      if (fork !== undefined && before !== undefined && before !== fork && visited.has(before)) needed.push(fork);
    }
    return needed;
  }

  #latestBefore(row: PruneRow, visits: ReadonlyMap<string, readonly Visit[]>): PruneRow[] {
    let found: PruneRow | undefined;
    const seen = new Set<PruneBranch>();
    let before: PruneRow | undefined = row;
    while (before !== undefined) {
      const branch = this.#rows.branchOf(before);
      if (branch === undefined || seen.has(branch)) break;
      seen.add(branch);
      const latest = lastBefore(visits.get(branch.branchId) ?? [], before.checkpointId);
      if (latest !== undefined) found = later(found, latest);
      before = this.#rows.at(branch.namespace, branch.forkCheckpointId);
    }
    return found === undefined ? [] : [found];
  }

  #nextKept({ namespace, checkpointId }: PruneRow, kept: ReadonlySet<PruneRow>): PruneRow | undefined {
    return this.#rows.all.find(
      (row) => row.namespace === namespace && row.checkpointId > checkpointId && kept.has(row),
    );
  }

  /** True when what ran at a checkpoint led to another: where a fork begins, it did not. */
  #isOnWay(host: PruneRow, to: PruneRow): boolean {
    let at = to;
    for (let parent = this.#rows.parentOf(at); parent !== undefined; parent = this.#rows.parentOf(at)) {
      if (parent === host) return parent.branchId === at.branchId;
      at = parent;
    }
    return false;
  }
}

function later(a: PruneRow | undefined, b: PruneRow): PruneRow {
  return a !== undefined && a.checkpointId > b.checkpointId ? a : b;
}

/** The latest of all visits made from a checkpoint with a smaller id. */
function lastBefore(visits: readonly Visit[], id: string): PruneRow | undefined {
  let low = 0;
  let high = visits.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((visits[middle] as Visit).fromId < id) low = middle + 1;
    else high = middle;
  }
  return visits[low - 1]?.row;
}

function getOrMake<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
