import { detach } from '../channels/detach';
import { CheckpointNotFoundError, EngineError, ThreadConflictError } from '../errors';
import type { BranchRemoval } from './branch-removal';
import type { BranchRow, StepCommit, ThreadSizes, TimelineQuery, TimelineRow } from './branching';
import type {
  ChannelVersions,
  Checkpoint,
  CheckpointConfig,
  CheckpointMetadata,
  CheckpointTuple,
  PendingWrite,
  RunnableConfig,
} from './checkpoint';
import { configOf, requireCheckpoint, requireThread } from './contract-config';
import { newBranchId } from './ids';
import { commitEntry, putEntry, storedLoneWrites, storedWrites } from './memory-entry';
import type { Entry, NewEntry } from './memory-lineage';
import { MemoryLineage } from './memory-lineage';
import { pruneLineages, removeBranch, rollBack, startOf } from './memory-prune';
import { passes, timelineRow } from './memory-timeline';
import { sizesOf } from './memory-values';
import { readWrite } from './memory-writes';
import { matchesFilter } from './metadata-filter';
import type { RunRollback, RunStart, RunToTakeBack } from './plan-rollback';
import type { PrunedThread, PruneOptions, PruneReport } from './prune-options';
import { pruneReport, pruneRule } from './prune-options';
import type { CheckpointListOptions, TupleReading } from './saver';
import { BranchingSaver } from './saver';
import type { Serializer } from './serializer';
import { jsonSerializer } from './serializer';
import { inTaskOrder, withTaskPath } from './task-path';

interface Place {
  threadId: string;
  namespace: string;
  lineage: MemoryLineage;
}

/** Keeps every thread in this process, for tests and for play. Frozen values are kept by reference, so a step is cheap. */
export class MemorySaver extends BranchingSaver {
  readonly #serializer: Serializer;
  readonly #threads = new Map<string, Map<string, MemoryLineage>>();

  constructor(serializer: Serializer = jsonSerializer) {
    super(serializer);
    this.#serializer = serializer;
  }

  override commitStep(commit: StepCommit): void {
    const { threadId, parentId, placement, checkpointId, dropped, loneWrites } = commit;
    const lineage = this.#lineage(threadId, commit.namespace);
    if (placement.kind === 'extend') lineage.checkExtends(placement.branchId, parentId, threadId);
    else {
      lineage.checkStarts(placement.branchId, placement.isFirst, threadId);
      if (parentId !== null && !lineage.entries.has(parentId)) {
        throw new CheckpointNotFoundError(`Thread "${threadId}" has no checkpoint ${parentId} to go on from.`);
      }
    }
    if (lineage.entries.has(checkpointId)) {
      throw new ThreadConflictError(`Thread "${threadId}" has a checkpoint ${checkpointId} already.`);
    }
    // All or nothing: what can't be stored throws before anything is.
    const entry = commitEntry(lineage, commit, this.#serializer);
    const [task] = commit.tasks;
    const lone =
      loneWrites && placement.kind === 'extend' ? storedLoneWrites(loneWrites, this.#serializer, entry.changed) : null;
    if (placement.kind === 'extend') {
      lineage.extend(placement.branchId, entry, dropped);
    } else {
      lineage.start(placement.branchId, placement.origin, entry, dropped);
      if (!placement.isAside || placement.isFirst) lineage.headId = placement.branchId;
    }
    if (lone !== null && task) lineage.addLoneWrites(parentId as string, task, lone);
  }

  override async put(
    config: RunnableConfig,
    checkpoint: Checkpoint,
    metadata: CheckpointMetadata,
    newVersions: ChannelVersions = checkpoint.channel_versions,
  ): Promise<CheckpointConfig> {
    const { threadId, namespace, checkpointId: parentId } = requireThread(config, 'put');
    const lineage = this.#lineage(threadId, namespace);
    const said = { parentId, checkpoint, metadata, newVersions };
    if (!lineage.entries.has(checkpoint.id)) place(lineage, putEntry(lineage, said, this.#serializer));
    return configOf(threadId, namespace, checkpoint.id);
  }

  override async putWrites(
    config: RunnableConfig,
    writes: PendingWrite[],
    taskId: string,
    taskPath?: string,
  ): Promise<void> {
    const { threadId, namespace, checkpointId } = requireCheckpoint(config, 'putWrites');
    const lineage = this.#lineage(threadId, namespace);
    lineage.writes.add(checkpointId, taskId, storedWrites(withTaskPath(writes, taskPath), this.#serializer));
  }

  override async readTuple(config: RunnableConfig, reading?: TupleReading): Promise<CheckpointTuple | undefined> {
    const { thread_id: threadId, checkpoint_ns: namespace = '', checkpoint_id, branch } = config.configurable ?? {};
    const lineage = threadId === undefined ? undefined : this.#threads.get(threadId)?.get(namespace);
    if (threadId === undefined || lineage === undefined) return undefined;
    const named = branch === undefined ? lineage.head : lineage.branches.get(branch);
    const entry = lineage.entries.get(checkpoint_id || (named?.tipId ?? ''));
    return entry && this.#tuple({ threadId, namespace, lineage }, entry, reading);
  }

  override async *readList(
    config: RunnableConfig,
    options: CheckpointListOptions = {},
  ): AsyncGenerator<CheckpointTuple> {
    const { limit = Number.POSITIVE_INFINITY, before, filter } = options;
    const beforeId = before?.configurable?.checkpoint_id;
    const onlyId = config.configurable?.checkpoint_id;
    const found = [...this.#places(config)].flatMap((place) =>
      [...place.lineage.entries.values()]
        .filter((entry) => !onlyId || entry.id === onlyId)
        .filter((entry) => !beforeId || entry.id < beforeId)
        .filter((entry) => matchesFilter(entry.metadata, filter))
        .map((entry) => ({ place, entry })),
    );
    found.sort((a, b) => (a.entry.id < b.entry.id ? 1 : -1));
    for (const { place, entry } of found.slice(0, limit)) yield this.#tuple(place, entry);
  }

  override async deleteThread(threadId: string): Promise<void> {
    this.#threads.delete(threadId);
  }

  override async readBranches(threadId: string, namespace = ''): Promise<BranchRow[]> {
    const lineage = this.#threads.get(threadId)?.get(namespace);
    return [...(lineage?.branches.values() ?? [])].map(({ tip: _tip, position: _position, ...branch }) => ({
      ...branch,
      namespace,
      isHead: branch.branchId === lineage?.headId,
    }));
  }

  override async readTimeline(threadId: string, query: TimelineQuery): Promise<TimelineRow[]> {
    const lineage = this.#threads.get(threadId)?.get(query.namespace ?? '');
    if (lineage === undefined) return [];
    const rows: TimelineRow[] = [];
    const start = query.after === undefined ? 0 : lineage.positionAfter(query.after);
    for (let position = start; position < lineage.order.length && rows.length < query.limit; position++) {
      const entry = lineage.order[position] as Entry;
      const isOnBranch = query.branchId === undefined || query.branchId === entry.branchId;
      if (isOnBranch && passes(entry, query.filter)) rows.push(timelineRow(lineage, entry));
    }
    return rows;
  }

  override async readTuples(threadId: string, checkpointIds: string[], namespace = ''): Promise<CheckpointTuple[]> {
    const lineage = this.#threads.get(threadId)?.get(namespace);
    if (lineage === undefined) return [];
    return checkpointIds.flatMap((id) => {
      const entry = lineage.entries.get(id);
      return entry ? [this.#tuple({ threadId, namespace, lineage }, entry)] : [];
    });
  }

  override async updateBranch(
    threadId: string,
    branchId: string,
    change: { name?: string; hidden?: boolean; isHead?: true },
  ): Promise<void> {
    const lineages = [...(this.#threads.get(threadId)?.values() ?? [])];
    const lineage = lineages.find(({ branches }) => branches.has(branchId));
    const branch = lineage?.branches.get(branchId);
    if (!lineage || !branch) {
      throw new EngineError('BRANCH_NOT_FOUND', `Thread "${threadId}" has no branch "${branchId}".`);
    }
    if (change.name !== undefined) branch.name = change.name;
    if (change.hidden !== undefined) branch.hidden = change.hidden;
    if (change.isHead) lineage.headId = branchId;
  }

  override async copyThread(fromId: string, toId: string): Promise<void> {
    const namespaces = this.#held(fromId);
    if (namespaces === undefined) throw new EngineError('THREAD_NOT_FOUND', `There is no thread "${fromId}" to copy.`);
    if (this.#held(toId) !== undefined) {
      throw new EngineError('THREAD_EXISTS', `There is a thread "${toId}" already; copy to an id that is free.`);
    }
    this.#threads.set(toId, new Map([...namespaces].map(([namespace, lineage]) => [namespace, lineage.copy()])));
  }

  override async prune(options: PruneOptions): Promise<PruneReport> {
    const rule = pruneRule(options);
    const threads: PrunedThread[] = [];
    for (const threadId of [...new Set(options.threadIds ?? this.#threads.keys())].sort()) {
      const pruned = pruneLineages(this.#held(threadId) ?? new Map(), rule);
      if (pruned === null) continue;
      threads.push({ threadId, ...pruned.counts, isGone: pruned.isGone });
      if (options.dryRun) continue;
      if (pruned.isGone) this.#threads.delete(threadId);
      else pruned.apply();
    }
    return pruneReport(threads);
  }

  override async deleteBranch(
    threadId: string,
    branchId: string,
    options: { dryRun?: boolean } = {},
  ): Promise<BranchRemoval> {
    const { removal, apply } = removeBranch(this.#held(threadId) ?? new Map(), threadId, branchId);
    if (!options.dryRun) apply();
    return removal;
  }

  override async readStart(threadId: string, tipId: string): Promise<RunStart> {
    return startOf(this.#held(threadId) ?? new Map(), tipId);
  }

  override async rollBackRun(
    threadId: string,
    run: RunToTakeBack,
    options: { dryRun?: boolean } = {},
  ): Promise<RunRollback> {
    const { rollback, apply } = rollBack(this.#held(threadId) ?? new Map(), threadId, run);
    if (!options.dryRun) apply();
    return rollback;
  }

  override async readSizes(threadIds: readonly string[]): Promise<ThreadSizes[]> {
    return threadIds.flatMap((threadId) => {
      const namespaces = this.#held(threadId);
      return namespaces === undefined ? [] : [sizesOf(threadId, [...namespaces.values()])];
    });
  }

  /** Of a thread that holds anything: a first step that was refused leaves an empty one. */
  #held(threadId: string): Map<string, MemoryLineage> | undefined {
    const namespaces = this.#threads.get(threadId);
    return namespaces && [...namespaces.values()].some((lineage) => !lineage.isEmpty) ? namespaces : undefined;
  }

  #lineage(threadId: string, namespace: string): MemoryLineage {
    const known = this.#threads.get(threadId)?.get(namespace);
    if (known !== undefined) return known;
    const lineage = new MemoryLineage();
    const namespaces = this.#threads.get(threadId) ?? new Map<string, MemoryLineage>();
    this.#threads.set(threadId, namespaces.set(namespace, lineage));
    return lineage;
  }

  *#places(config: RunnableConfig): Generator<Place> {
    const { thread_id, checkpoint_ns } = config.configurable ?? {};
    for (const [threadId, namespaces] of this.#threads) {
      if (thread_id !== undefined && thread_id !== threadId) continue;
      for (const [namespace, lineage] of namespaces) {
        if (checkpoint_ns === undefined || checkpoint_ns === namespace) yield { threadId, namespace, lineage };
      }
    }
  }

  #tuple({ threadId, namespace, lineage }: Place, entry: Entry, reading: TupleReading = {}): CheckpointTuple {
    const { channels, seen } = lineage.stateAt(entry.id);
    const values: Record<string, unknown> = {};
    const versions: ChannelVersions = {};
    for (const [channel, value] of channels) {
      versions[channel] = value.version;
      if (!value.isEmpty) values[channel] = value.read(this.#serializer, reading);
    }
    const { id, parentId, branchId, v, createdAt, metadata } = entry;
    const ts = entry.ts ?? new Date(createdAt).toISOString();
    return {
      config: configOf(threadId, namespace, id),
      checkpoint: { v, id, ts, channel_values: values, channel_versions: versions, versions_seen: detach(seen) },
      metadata: detach(metadata),
      ...(parentId !== null && { parentConfig: configOf(threadId, namespace, parentId) }),
      pendingWrites: inTaskOrder(
        lineage.writes
          .at(entry)
          .map(({ taskId, write }) => [taskId, write.channel, readWrite(write, this.#serializer)]),
      ),
      position: {
        branchId,
        isTip: lineage.branches.get(branchId)?.tipId === id,
        isHead: lineage.headId === branchId,
      },
    };
  }
}

/** Where the contract's `put` goes: behind its parent when that is a tip, else on a branch of its own. */
function place(lineage: MemoryLineage, entry: NewEntry): void {
  const parent = entry.parentId === null ? undefined : lineage.entries.get(entry.parentId);
  const isExtension = parent !== undefined && lineage.branches.get(parent.branchId)?.tipId === parent.id;
  const branchId = isExtension ? parent.branchId : newBranchId();
  // Callers who know no branches take the greatest id for the latest: the head follows it.
  const isLatest = lineage.head === undefined || entry.id > lineage.head.tipId;
  if (isExtension) lineage.extend(branchId, entry, []);
  else lineage.start(branchId, 'put', entry, []);
  if (isLatest) lineage.headId = branchId;
}
