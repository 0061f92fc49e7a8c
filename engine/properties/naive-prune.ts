import { keepsState } from '../checkpoint/namespace';
import type { PruneOptions } from '../checkpoint/prune-options';
import type { NaiveCheckpoint, NaiveThread } from './naive-thread';
import { unfinished } from './naive-thread';

/** The thread without what a prune takes, by the rules P1 to P5 of `prune-plan.ts`, applied until nothing changes. */
export function naivelyKept(thread: NaiveThread, options: PruneOptions): NaiveThread {
  const all = thread.checkpoints;
  const kept = new Set(all.filter((each) => staysByItself(thread, each, options)));
  for (let size = -1; size !== kept.size; ) {
    for (; size !== kept.size; ) {
      size = kept.size;
      for (const each of all) if (!kept.has(each) && isNeeded(thread, each, kept)) kept.add(each);
    }
    for (const each of all.filter((other) => !kept.has(other) && tellsWays(thread, other, kept))) kept.add(each);
  }
  const nearestKept = (id: string | null, namespace: string): string | null => {
    const found = findIn(all, namespace, id);
    if (!found) return id;
    return kept.has(found) ? id : found.parentId === null ? null : nearestKept(found.parentId, namespace);
  };
  const checkpoints = all
    .filter((each) => kept.has(each))
    .map((each) => ({
      ...each,
      parentId: nearestKept(each.parentId, each.namespace),
      metadata: metadataWithHostBranch(thread, each, kept),
    }));
  const branches = thread.branches
    .filter(({ namespace, branchId }) =>
      checkpoints.some((each) => each.namespace === namespace && each.branchId === branchId),
    )
    .map((branch) => ({
      ...branch,
      forkCheckpointId: nearestKept(branch.forkCheckpointId, branch.namespace),
      tipId: nearestKept(branch.tipId, branch.namespace) as string,
    }));
  for (const branch of branches) {
    const others = branches.filter(({ namespace }) => namespace === branch.namespace);
    if (others.some(({ isHead }) => isHead)) continue;
    branch.isHead = others.every(({ tipId }) => tipId <= branch.tipId);
  }
  return { checkpoints, branches };
}

function staysByItself(thread: NaiveThread, each: NaiveCheckpoint, options: PruneOptions): boolean {
  if (ownerIn(thread, each)) return false;
  const { olderThan, keepLast = 0, keepHeads = true } = options;
  const branch = branchIn(thread, each);
  const isTip = branch?.tipId === each.checkpoint.id;
  const later = thread.checkpoints.filter(
    (other) => isOnBranchOf(other, each) && other.checkpoint.id > each.checkpoint.id,
  );
  if (olderThan !== undefined && each.createdAt >= Number(olderThan)) return true;
  if (later.length < keepLast) return true;
  return isTip && ((keepHeads && branch.isHead) || unfinished(each.writes).interruptedTasks.length > 0);
}

function isNeeded(thread: NaiveThread, each: NaiveCheckpoint, kept: ReadonlySet<NaiveCheckpoint>): boolean {
  const others = [...kept];
  const owner = ownerIn(thread, each);
  if (owner && kept.has(owner)) return true;
  if (!owner && branchIn(thread, each)?.tipId === each.checkpoint.id && others.some((o) => isOnBranchOf(o, each)))
    return true;
  if (others.some((other) => neededForVisits(thread, other).includes(each))) return true;
  const isVisited = thread.checkpoints.some(
    (other) => isKept(other) && hostIdOf(other) === each.checkpoint.id && each.namespace === '',
  );
  if (isVisited && others.some((other) => isForkOnTheWayTo(thread, each, other))) return true;
  const children = thread.checkpoints.filter(
    (other) => other.namespace === each.namespace && other.parentId === each.checkpoint.id,
  );
  return children.filter((child) => others.some((other) => leadsTo(thread, child, other))).length > 1;
}

/** A visit whose host goes is told the branch of the next that stays behind it. */
function metadataWithHostBranch(thread: NaiveThread, each: NaiveCheckpoint, kept: ReadonlySet<NaiveCheckpoint>) {
  const host = isKept(each) ? findIn(thread.checkpoints, '', hostIdOf(each)) : undefined;
  if (!host || kept.has(host)) return each.metadata;
  const next = [...kept]
    .filter((other) => leadsTo(thread, host, other))
    .toSorted((a, b) => (a.checkpoint.id < b.checkpoint.id ? -1 : 1))[0];
  return next ? { ...each.metadata, host_branch: next.branchId } : each.metadata;
}

/** What visits from a checkpoint go on from. */
function neededForVisits(thread: NaiveThread, from: NaiveCheckpoint): NaiveCheckpoint[] {
  const way = wayTo(thread, from);
  const subgraphs = new Set(thread.checkpoints.filter(isKept).map(({ namespace }) => namespace));
  return [...subgraphs].flatMap((namespace) => {
    const visits = thread.checkpoints
      .filter((each) => each.namespace === namespace && way.includes(hostIdOf(each)))
      .toSorted((a, b) => (a.checkpoint.id < b.checkpoint.id ? 1 : -1));
    return visits.slice(0, 1);
  });
}

/** True when, without it, a fork would seem to begin where a visit was made. */
function tellsWays(thread: NaiveThread, each: NaiveCheckpoint, kept: ReadonlySet<NaiveCheckpoint>): boolean {
  const isFork = thread.branches.some(
    (branch) => branch.namespace === each.namespace && branch.forkCheckpointId === each.checkpoint.id,
  );
  let before: NaiveCheckpoint | undefined = each;
  while (before && !kept.has(before)) before = parentIn(thread, before);
  return isFork && thread.checkpoints.some((visit) => isKept(visit) && hostIdOf(visit) === before?.checkpoint.id);
}

/** The ids of checkpoints that led to one; what ran where a fork begins did not. */
function wayTo(thread: NaiveThread, to: NaiveCheckpoint): string[] {
  const way: string[] = [];
  const passed = [to];
  for (let at = to, parent = parentIn(thread, at); parent; at = parent, parent = parentIn(thread, at)) {
    passed.push(parent);
    if (parent.branchId === at.branchId) way.push(parent.checkpoint.id);
  }
  // A checkpoint that an earlier prune took is on the way of the next that was left.
  const roots = thread.checkpoints.filter(({ namespace }) => namespace === '');
  for (const visit of thread.checkpoints.filter(isKept)) {
    const id = hostIdOf(visit);
    const branch = visit.metadata.host_branch;
    const next = roots.find((each) => each.checkpoint.id > id && (branch === undefined || each.branchId === branch));
    if (!findIn(roots, '', id) && next && passed.includes(next)) way.push(id);
  }
  return way;
}

/** True where a branch on the way to `to` was forked from another. */
function isForkOnTheWayTo(thread: NaiveThread, each: NaiveCheckpoint, to: NaiveCheckpoint): boolean {
  for (let at = to, parent = parentIn(thread, at); parent; at = parent, parent = parentIn(thread, at)) {
    if (parent === each && parent.branchId !== at.branchId) return true;
  }
  return false;
}

function isKept({ namespace, metadata }: NaiveCheckpoint): boolean {
  return keepsState(namespace, metadata);
}

function hostIdOf({ metadata }: NaiveCheckpoint): string {
  return metadata.parents[''] ?? '';
}

/** The one named, or what is left after it. */
function ownerIn(thread: NaiveThread, { metadata }: NaiveCheckpoint): NaiveCheckpoint | undefined {
  const id = metadata.parents[''];
  if (id === undefined) return undefined;
  const roots = thread.checkpoints.filter(({ namespace }) => namespace === '');
  return roots.find(({ checkpoint }) => checkpoint.id >= id) ?? roots.at(-1);
}

function parentIn(thread: NaiveThread, { namespace, parentId }: NaiveCheckpoint): NaiveCheckpoint | undefined {
  return findIn(thread.checkpoints, namespace, parentId);
}

function branchIn(thread: NaiveThread, { namespace, branchId }: NaiveCheckpoint) {
  return thread.branches.find((branch) => branch.namespace === namespace && branch.branchId === branchId);
}

function isOnBranchOf(a: NaiveCheckpoint, b: NaiveCheckpoint): boolean {
  return a.namespace === b.namespace && a.branchId === b.branchId;
}

function leadsTo(thread: NaiveThread, from: NaiveCheckpoint, to: NaiveCheckpoint): boolean {
  let at: NaiveCheckpoint | undefined = to;
  while (at && at !== from) at = parentIn(thread, at);
  return at === from;
}

function findIn(all: readonly NaiveCheckpoint[], namespace: string, id: string | null): NaiveCheckpoint | undefined {
  return all.find((each) => each.namespace === namespace && each.checkpoint.id === id);
}
