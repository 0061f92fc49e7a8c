import type { BranchRow, StepCommit } from '../checkpoint/branching';
import type { CheckpointPendingWrite, CheckpointTuple, PendingWrite, RunnableConfig } from '../checkpoint/checkpoint';
import { CHECKPOINT_FORMAT, WRITE_INDEX } from '../checkpoint/checkpoint';
import type { PruneOptions } from '../checkpoint/prune-options';
import type { CheckpointListOptions } from '../checkpoint/saver';
import { naivelyKept } from './naive-prune';
import type { NaiveCheckpoint, NaiveThread } from './naive-thread';
import { unfinished } from './naive-thread';

/**
 * What a saver has to answer, in the plainest way there is: every checkpoint is a whole copy, and every question is
 * answered by looking at all of them. The model that the real savers are compared with.
 */
export class NaiveSaver {
  readonly threads = new Map<string, NaiveThread>();

  commitStep(commit: StepCommit): void {
    const { threadId, namespace, parentId, placement, loneWrites } = commit;
    const parent = parentId === null ? undefined : this.find(threadId, namespace, parentId);
    const before = parent?.checkpoint ?? { channel_values: {}, channel_versions: {}, versions_seen: {} };
    const values = { ...before.channel_values };
    const versions = { ...before.channel_versions, ...commit.newVersions };
    for (const channel of [...Object.keys(commit.newVersions), ...commit.dropped]) delete values[channel];
    for (const channel of commit.dropped) delete versions[channel];
    this.#add(threadId, {
      namespace,
      parentId,
      branchId: placement.branchId,
      createdAt: commit.createdAt,
      checkpoint: {
        v: CHECKPOINT_FORMAT,
        id: commit.checkpointId,
        ts: new Date(commit.createdAt).toISOString(),
        channel_values: { ...values, ...commit.newValues },
        channel_versions: versions,
        versions_seen: { ...before.versions_seen, ...commit.newSeen },
      },
      metadata: commit.metadata,
      next: commit.next,
      tasks: commit.tasks,
      changed: Object.keys(commit.newVersions),
      writes: [],
    });
    const origin = placement.kind === 'start' ? placement.origin : 'put';
    const branch = this.#placed(threadId, namespace, commit.checkpointId, origin);
    if (placement.kind === 'start' && !placement.isAside) this.#makeHead(threadId, branch);
    if (parent && loneWrites) this.putWrites(parent, loneWrites, commit.tasks[0]?.id as string);
  }

  put(
    { threadId, parentId, branchId }: { threadId: string; parentId: string | null; branchId: string },
    said: Pick<NaiveCheckpoint, 'checkpoint' | 'metadata' | 'changed'>,
  ): void {
    const { checkpoint } = said;
    this.#add(threadId, {
      namespace: '',
      parentId,
      branchId,
      createdAt: Date.parse(checkpoint.ts),
      ...said,
      next: [],
      tasks: [],
      writes: [],
    });
    const head = this.readBranches(threadId, '').find(({ isHead }) => isHead);
    const isLatest = head === undefined || checkpoint.id > head.tipId;
    const branch = this.#placed(threadId, '', checkpoint.id, 'put');
    if (isLatest) this.#makeHead(threadId, branch);
  }

  putWrites(stored: NaiveCheckpoint, writes: PendingWrite[], taskId: string): void {
    for (const [position, write] of writes.entries()) {
      const index = WRITE_INDEX[write[0]] ?? position;
      const isThere = stored.writes.some((other) => other.taskId === taskId && other.index === index);
      if (index >= 0 && isThere) continue;
      stored.writes = stored.writes.filter((other) => other.taskId !== taskId || other.index !== index);
      if (index >= 0 || write[1] !== null) stored.writes.push({ taskId, index, write });
    }
    stored.writes.sort((a, b) => (a.taskId === b.taskId ? a.index - b.index : a.taskId < b.taskId ? -1 : 1));
  }

  copyThread(fromId: string, toId: string): void {
    this.threads.set(toId, structuredClone(this.threads.get(fromId) as NaiveThread));
  }

  deleteThread(threadId: string): void {
    this.threads.delete(threadId);
  }

  updateBranch(threadId: string, branchId: string, change: { name?: string; hidden?: boolean; isHead?: true }): void {
    const branch = this.threads.get(threadId)?.branches.find((each) => each.branchId === branchId);
    if (!branch) throw new Error(`There is no branch ${branchId}.`);
    Object.assign(branch, change);
    if (change.isHead) this.#makeHead(threadId, branch);
  }

  /** Answers how many checkpoints and branches each thread lost. */
  prune(options: PruneOptions): { threadId: string; checkpoints: number; branches: number; isGone: boolean }[] {
    const report: { threadId: string; checkpoints: number; branches: number; isGone: boolean }[] = [];
    for (const threadId of [...this.threads.keys()].sort()) {
      if (options.threadIds && !options.threadIds.includes(threadId)) continue;
      const thread = this.threads.get(threadId) as NaiveThread;
      const left = naivelyKept(thread, options);
      const checkpoints = thread.checkpoints.length - left.checkpoints.length;
      if (checkpoints === 0) continue;
      const isGone = left.checkpoints.length === 0;
      report.push({ threadId, checkpoints, branches: thread.branches.length - left.branches.length, isGone });
      if (options.dryRun) continue;
      if (isGone) this.threads.delete(threadId);
      else this.threads.set(threadId, left);
    }
    return report;
  }

  find(threadId: string, namespace: string, id: string): NaiveCheckpoint | undefined {
    return this.in(threadId, namespace).find(({ checkpoint }) => checkpoint.id === id);
  }

  all(threadId: string): NaiveCheckpoint[] {
    return this.threads.get(threadId)?.checkpoints ?? [];
  }

  in(threadId: string, namespace: string): NaiveCheckpoint[] {
    return this.all(threadId).filter((each) => each.namespace === namespace);
  }

  namespaces(threadId: string): string[] {
    return [...new Set(this.all(threadId).map(({ namespace }) => namespace))];
  }

  list(config: RunnableConfig, { limit, before, filter = {} }: CheckpointListOptions = {}): CheckpointTuple[] {
    const { thread_id = '', checkpoint_ns } = config.configurable ?? {};
    const beforeId = before?.configurable?.checkpoint_id;
    return this.all(thread_id)
      .filter(({ namespace }) => checkpoint_ns === undefined || checkpoint_ns === namespace)
      .filter(({ checkpoint }) => beforeId === undefined || checkpoint.id < beforeId)
      .filter(({ metadata }) => Object.entries(filter).every(([key, value]) => metadata[key] === value))
      .toSorted((a, b) => (a.checkpoint.id < b.checkpoint.id ? 1 : -1))
      .slice(0, limit)
      .map((each) => this.tuple(thread_id, each));
  }

  readBranches(threadId: string, namespace: string): BranchRow[] {
    const branches = (this.threads.get(threadId)?.branches ?? []).filter((branch) => branch.namespace === namespace);
    return branches.map(({ position: _, ...branch }) => branch);
  }

  timeline(threadId: string, namespace: string) {
    return this.in(threadId, namespace)
      .toSorted((a, b) => (a.checkpoint.id < b.checkpoint.id ? -1 : 1))
      .map(({ checkpoint, parentId, branchId, metadata, createdAt, next, tasks, changed, writes }) => ({
        checkpointId: checkpoint.id,
        parentId,
        branchId,
        step: metadata.step,
        source: metadata.source,
        runId: metadata.run_id ?? null,
        createdAt,
        next,
        tasks,
        changed: changed.toSorted(),
        ...unfinished(writes),
      }));
  }

  tuple(
    threadId: string,
    { namespace, parentId, branchId, checkpoint, metadata, writes }: NaiveCheckpoint,
  ): CheckpointTuple {
    const configOf = (id: string) => ({
      configurable: { thread_id: threadId, checkpoint_ns: namespace, checkpoint_id: id },
    });
    const branch = this.readBranches(threadId, namespace).find((each) => each.branchId === branchId);
    return {
      config: configOf(checkpoint.id),
      checkpoint,
      metadata,
      ...(parentId !== null && { parentConfig: configOf(parentId) }),
      pendingWrites: writes.map(({ taskId, write }): CheckpointPendingWrite => [taskId, ...write]),
      position: { branchId, isTip: branch?.tipId === checkpoint.id, isHead: branch?.isHead === true },
    };
  }

  #add(threadId: string, stored: NaiveCheckpoint): void {
    const thread = this.threads.get(threadId) ?? { checkpoints: [], branches: [] };
    thread.checkpoints.push(structuredClone(stored));
    this.threads.set(threadId, thread);
  }

  /** Moves the tip of the checkpoint's branch, or begins it. */
  #placed(threadId: string, namespace: string, id: string, origin: BranchRow['origin']): BranchRow {
    const { branches } = this.threads.get(threadId) as NaiveThread;
    const { branchId, parentId, createdAt } = this.find(threadId, namespace, id) as NaiveCheckpoint;
    const known = branches.find((branch) => branch.namespace === namespace && branch.branchId === branchId);
    if (known) return Object.assign(known, { tipId: id });
    const positions = branches.filter((branch) => branch.namespace === namespace).map(({ position }) => position);
    const position = Math.max(0, ...positions) + 1;
    const name = position === 1 ? 'main' : `branch ${position}`;
    const fork = { branchId, namespace, name, forkCheckpointId: parentId, tipId: id };
    const branch = { ...fork, isHead: false, origin, hidden: false, createdAt, position };
    branches.push(branch);
    return branch;
  }

  #makeHead(threadId: string, head: BranchRow): void {
    for (const branch of this.threads.get(threadId)?.branches ?? []) {
      if (branch.namespace === head.namespace) branch.isHead = branch.branchId === head.branchId;
    }
  }
}
