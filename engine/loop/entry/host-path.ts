import type { BranchRow } from '../../checkpoint/branching';
import type { CheckpointMetadata, CheckpointTuple } from '../../checkpoint/checkpoint';
import { taskIdsIn } from '../../checkpoint/namespace';
import type { BranchingSaver } from '../../checkpoint/saver';
import type { InvocationStore } from '../invocation';

/** A graph around a call, at the moment of the call. */
export interface VisitHost {
  store: InvocationStore;
  checkpointId: string;
}

/** How far a path follows a branch: to a checkpoint, or, where a copy of that one left it, to those before. */
interface Bound {
  id: string;
  copy: (() => Promise<CopyMetadata | undefined>) | null;
}

type CopyMetadata = Pick<CheckpointMetadata, 'taken_over' | 'descents'>;

interface PathEnd {
  saver: BranchingSaver;
  threadId: string;
  namespace: string;
  bound: Bound;
  /** Of a path that a run is on: where it is, which need not be saved yet. */
  run: InvocationStore | null;
}

/** How many later steps are looked through for the one that includes a step which was kept back. */
const STEPS_AFTER = 1000;

/**
 * The checkpoints of a graph that led to the one at which it stands: back over the branches that were forked from one
 * another, and from a copy to its original in another namespace.
 */
export class HostPath {
  readonly #end: PathEnd;
  /** Checkpoint → the branch that it led on. */
  readonly #known = new Map<string, string | null>();
  /** Branch → how much of it is on the path. */
  #bounds: ReadonlyMap<string, Bound> | null = null;
  #original: HostPath | null | undefined;

  constructor(end: PathEnd) {
    this.#end = end;
  }

  static of({ store, checkpointId }: VisitHost, saver: BranchingSaver): HostPath {
    const { threadId, namespace } = store;
    return new HostPath({ saver, threadId, namespace, bound: { id: checkpointId, copy: null }, run: store });
  }

  /** True when the visit was made in a step on the path that is over. */
  async hasPassed(visit: CheckpointTuple): Promise<boolean> {
    const { namespace, bound, run } = this.#end;
    const id = visit.metadata.parents?.[namespace];
    if (id === undefined) {
      if (this.#original === undefined) this.#original = await this.#findOriginal();
      return this.#original ? this.#original.hasPassed(visit) : false;
    }
    if (id === bound.id && !bound.copy) return false;
    if (run?.progress.heldIds.has(id)) return true;
    const branchId = await this.#branchFrom(id, visit);
    this.#bounds ??= await this.#findBounds();
    const end = branchId === null ? undefined : this.#bounds.get(branchId);
    if (!end) return false;
    if (id !== end.id || !end.copy) return id <= end.id;
    const copy = await end.copy();
    return copy !== undefined && this.#hasTakenOver(copy, visit);
  }

  /** What ran at a fork's point runs again in the fork, but for what the fork took over, and for what led to where it goes on. */
  async #hasTakenOver(
    { taken_over: taken = [], descents = [] }: CopyMetadata,
    visit: CheckpointTuple,
  ): Promise<boolean> {
    if (callersOf(visit).some((caller) => taken.includes(caller))) return true;
    const { saver, threadId } = this.#end;
    for (const [below, ...rest] of descents) {
      if (!below) continue;
      const { taken_over = [] } = below;
      const bound = { id: below.checkpointId, copy: async () => ({ taken_over, descents: [rest] }) };
      const path = new HostPath({ saver, threadId, namespace: below.namespace, bound, run: null });
      if (await path.hasPassed(visit)) return true;
    }
    return false;
  }

  async #branchFrom(checkpointId: string, visit: CheckpointTuple): Promise<string | null> {
    const known = this.#known.get(checkpointId);
    if (known !== undefined) return known;
    const branchId =
      (await this.#branchOf(checkpointId)) ??
      visit.metadata.host_branch ??
      (await this.#branchThatIncludes(checkpointId, visit));
    this.#known.set(checkpointId, branchId ?? null);
    return branchId ?? null;
  }

  async #findBounds(): Promise<ReadonlyMap<string, Bound>> {
    const { saver, threadId, namespace, run } = this.#end;
    const rows = await saver.readBranches(threadId, namespace);
    const branches = new Map<string, BranchRow>(rows.map((row) => [row.branchId, row]));
    const bounds = new Map<string, Bound>();
    let { bound } = this.#end;
    let branchId = run ? run.placement.branchId : await this.#branchOf(bound.id);
    while (branchId !== undefined && !bounds.has(branchId)) {
      bounds.set(branchId, bound);
      const branch = branches.get(branchId);
      // A branch that is not saved yet begins where the run did.
      const forkId = branch ? branch.forkCheckpointId : (run?.progress.savedId ?? null);
      if (forkId === null) break;
      const fork = branchId;
      bound = { id: forkId, copy: async () => (await this.#firstOf(fork))?.metadata };
      branchId = await this.#branchOf(forkId);
    }
    return bounds;
  }

  async #findOriginal(): Promise<HostPath | null> {
    const copy = await this.#firstOf(undefined);
    const original = copy?.metadata.copied_from;
    if (!original) return null;
    const { saver, threadId } = this.#end;
    const bound = { id: original.checkpointId, copy: async () => copy?.metadata };
    return new HostPath({ saver, threadId, namespace: original.namespace, bound, run: null });
  }

  /** The first checkpoint of a branch, or of all. */
  async #firstOf(branchId: string | undefined): Promise<CheckpointTuple | undefined> {
    const { saver, threadId, namespace } = this.#end;
    const place = { namespace, ...(branchId !== undefined && { branchId }) };
    const [first] = await saver.readTimeline(threadId, { ...place, limit: 1 });
    if (!first) return undefined;
    const [tuple] = await saver.readTuples(threadId, [first.checkpointId], namespace);
    return tuple;
  }

  async #branchOf(checkpointId: string): Promise<string | undefined> {
    const { saver, threadId, namespace } = this.#end;
    const [tuple] = await saver.readTuples(threadId, [checkpointId], namespace);
    return tuple?.position?.branchId;
  }

  /** Of a checkpoint that was kept back: the branch of the one that the visit's task led to. None when the process died before. */
  async #branchThatIncludes(checkpointId: string, visit: CheckpointTuple): Promise<string | undefined> {
    const { saver, threadId, namespace } = this.#end;
    const callers = new Set(callersOf(visit));
    const rows = await saver.readTimeline(threadId, { namespace, after: checkpointId, limit: STEPS_AFTER });
    return rows.find(({ tasks }) => tasks.some(({ id }) => callers.has(id)))?.branchId;
  }
}

/** The tasks that the visit was made in, of all graphs around it: ids. */
function callersOf({ metadata: { parents, called_by: caller } }: CheckpointTuple): string[] {
  const around = Object.keys(parents).flatMap(taskIdsIn);
  return caller === undefined ? around : [...around, caller];
}
