import type { CheckpointTuple } from '../../checkpoint/checkpoint';
import type { BaseCheckpointSaver, BranchingSaver, BranchRow } from '../../checkpoint/saver';
import { readList, readTuple } from '../../checkpoint/shared-reads';
import type { InvocationStore } from '../invocation';

// A subgraph that keeps its state over the thread has one namespace for all its visits. Which of its checkpoints a visit
// goes on from follows from the enclosing graph: the latest that a visit on the enclosing graph's own path made. So a fork
// of the past finds the subgraph as it was then, and two branches don't see each other's visits.

/** The enclosing graph at the moment of the visit. */
export interface VisitHost {
  store: InvocationStore;
  checkpointId: string;
}

/** The checkpoint that a visit goes on from, if any. `isFirst`: the namespace holds nothing at all. */
export async function findVisit(
  saver: BaseCheckpointSaver,
  host: VisitHost,
  namespace: string,
): Promise<{ tuple: CheckpointTuple | undefined; isFirst: boolean }> {
  const { threadId } = host.store;
  const configurable = { thread_id: threadId, checkpoint_ns: namespace };
  const latest = await readTuple(saver, { configurable });
  const { branching } = host.store;
  if (!latest || !branching) return { tuple: latest, isFirst: !latest };
  const path = new HostPath(branching, host);
  if (await path.includes(visitedFrom(latest, host))) return { tuple: latest, isFirst: false };
  for await (const tuple of readList(saver, { configurable })) {
    if (await path.includes(visitedFrom(tuple, host))) return { tuple, isFirst: false };
  }
  return { tuple: undefined, isFirst: false };
}

/** True when the checkpoint was made by a visit from this very task step: to go on means to resume it. */
export function isSameVisit(tuple: CheckpointTuple, host: VisitHost): boolean {
  return visitedFrom(tuple, host) === host.checkpointId;
}

/** True when an earlier attempt of this very task step began the visit. */
export async function hasBegun(saver: BaseCheckpointSaver, host: VisitHost, namespace: string): Promise<boolean> {
  const configurable = { thread_id: host.store.threadId, checkpoint_ns: namespace };
  const latest = await readTuple(saver, { configurable });
  return latest !== undefined && isSameVisit(latest, host);
}

function visitedFrom(tuple: CheckpointTuple, { store }: VisitHost): string | undefined {
  return tuple.metadata.parents?.[store.namespace];
}

/** Tells whether a checkpoint of the enclosing graph led to the one that it stands at. */
class HostPath {
  readonly #saver: BranchingSaver;
  readonly #host: VisitHost;
  readonly #known = new Map<string, boolean>();
  /** Branch → the greatest checkpoint id of it that is on the path; exclusive where a fork left it. */
  #bounds: Map<string, { id: string; isForkPoint: boolean }> | null = null;

  constructor(saver: BranchingSaver, host: VisitHost) {
    this.#saver = saver;
    this.#host = host;
  }

  async includes(checkpointId: string | undefined): Promise<boolean> {
    if (checkpointId === undefined) return false;
    if (checkpointId === this.#host.checkpointId) return true;
    if (this.#host.store.progress.heldIds.has(checkpointId)) return true;
    let isOn = this.#known.get(checkpointId);
    if (isOn === undefined) {
      isOn = await this.#isOnPath(checkpointId);
      this.#known.set(checkpointId, isOn);
    }
    return isOn;
  }

  async #isOnPath(checkpointId: string): Promise<boolean> {
    this.#bounds ??= await this.#findBounds();
    const branchId = (await this.#branchOf(checkpointId)) ?? (await this.#branchAfter(checkpointId));
    const bound = branchId === undefined ? undefined : this.#bounds.get(branchId);
    if (!bound) return false;
    // What ran at a fork's point is not part of the fork: it runs again there.
    return bound.isForkPoint ? checkpointId < bound.id : checkpointId <= bound.id;
  }

  async #findBounds(): Promise<Map<string, { id: string; isForkPoint: boolean }>> {
    const { store, checkpointId } = this.#host;
    const rows = await this.#saver.readBranches(store.threadId, store.namespace);
    const branches = new Map<string, BranchRow>(rows.map((row) => [row.branchId, row]));
    const bounds = new Map<string, { id: string; isForkPoint: boolean }>();
    let branchId: string | undefined = store.placement.branchId;
    let bound = { id: checkpointId, isForkPoint: false };
    while (branchId !== undefined && !bounds.has(branchId)) {
      bounds.set(branchId, bound);
      const branch = branches.get(branchId);
      // A branch that is not saved yet begins where the run did.
      const forkId: string | null = branch ? branch.forkCheckpointId : store.progress.savedId;
      if (forkId === null) break;
      bound = { id: forkId, isForkPoint: true };
      branchId = await this.#branchOf(forkId);
    }
    return bounds;
  }

  /** Of a checkpoint that an earlier run kept back: the branch of the one that it saved next. */
  async #branchAfter(checkpointId: string): Promise<string | undefined> {
    const { threadId, namespace } = this.#host.store;
    const [next] = await this.#saver.readTimeline(threadId, { namespace, after: checkpointId, limit: 1 });
    return next?.branchId;
  }

  async #branchOf(checkpointId: string): Promise<string | undefined> {
    const { threadId, namespace } = this.#host.store;
    const [tuple] = await this.#saver.readTuples(threadId, [checkpointId], namespace);
    return tuple?.position?.branchId;
  }
}
