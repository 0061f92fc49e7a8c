import { getOrMake } from './get-or-make';
import type { PruneBranch, PruneRow, PruneRows } from './prune-rows';

/** Of one subgraph: the latest checkpoint that was made at an outer checkpoint or before it. */
interface Latest {
  hostId: string;
  row: PruneRow;
}

/**
 * What visits to subgraphs that keep their state go on from (see `loop/entry/visit.ts`): the latest checkpoint that was
 * made on the way of the nearest graph around them that lasts. What ran at a fork's point is no part of the fork, but for
 * what the fork took over.
 */
export class PruneVisits {
  readonly #rows: PruneRows;
  /** Outer namespace → subgraph's namespace → branch of the outer checkpoint → ascending by its id. */
  readonly #visits = new Map<string, Map<string, Map<string, Latest[]>>>();
  readonly #hosts = new Set<PruneRow>();

  constructor(rows: PruneRows) {
    this.#rows = rows;
    const found = rows.all.flatMap((row) => rows.visitOf(row) ?? []);
    found.sort((a, b) => (a.hostId < b.hostId ? -1 : a.hostId > b.hostId ? 1 : 0));
    for (const { row, hostId, outer, branchId } of found) {
      const host = rows.at(outer, hostId);
      if (host !== undefined) this.#hosts.add(host);
      const subgraphs = getOrMake(this.#visits, outer, () => new Map<string, Map<string, Latest[]>>());
      const byBranch = getOrMake(subgraphs, row.namespace, () => new Map<string, Latest[]>());
      const visits = getOrMake(byBranch, branchId, (): Latest[] => []);
      visits.push({ hostId, row: later(visits.at(-1)?.row, row) });
    }
  }

  /** What a run from this checkpoint looks for: of each subgraph the latest visit on its way; and forks where some was made. */
  neededBy(row: PruneRow): PruneRow[] {
    const subgraphs = this.#visits.get(row.namespace);
    if (subgraphs === undefined) return [];
    const ways = this.#waysTo(row);
    const forks = ways.slice(1).map(({ before }) => before);
    const needed = forks.filter((fork) => this.#hosts.has(fork));
    for (const visits of subgraphs.values()) {
      const latest = ways.reduce<PruneRow | undefined>((found, { branch, before }) => {
        const visit = lastBefore(visits.get(branch.branchId) ?? [], before.checkpointId);
        return visit ? later(found, visit.row) : found;
      }, undefined);
      if (latest !== undefined) needed.push(latest);
    }
    return needed;
  }

  /** A fork must not seem to begin where a visit was made: the one before its point, when that point goes. */
  neededToTell(kept: ReadonlySet<PruneRow>): PruneRow[] {
    return this.#rows.branches.flatMap(({ namespace, forkCheckpointId }) => {
      const fork = this.#rows.at(namespace, forkCheckpointId);
      let before = fork;
      while (before !== undefined && !kept.has(before)) before = this.#rows.parentOf(before);
      return fork !== undefined && before !== undefined && before !== fork && this.#hosts.has(before) ? [fork] : [];
    });
  }

  /** The branches that led to a checkpoint, the last one first, and how far each did. */
  #waysTo(row: PruneRow): { branch: PruneBranch; before: PruneRow }[] {
    const ways: { branch: PruneBranch; before: PruneRow }[] = [];
    let before: PruneRow | undefined = row;
    while (before !== undefined) {
      const branch = this.#rows.branchOf(before);
      if (branch === undefined || ways.some((way) => way.branch === branch)) break;
      ways.push({ branch, before });
      before = this.#rows.at(branch.namespace, branch.forkCheckpointId);
    }
    return ways;
  }
}

function later(a: PruneRow | undefined, b: PruneRow): PruneRow {
  return a !== undefined && a.checkpointId > b.checkpointId ? a : b;
}

/** The last one whose host has a smaller id. */
function lastBefore(visits: readonly Latest[], id: string): Latest | undefined {
  let low = 0;
  let high = visits.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((visits[middle] as Latest).hostId < id) low = middle + 1;
    else high = middle;
  }
  return visits[low - 1];
}
