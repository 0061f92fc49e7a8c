import type {
  BranchRow,
  ChannelValues,
  ChannelVersions,
  Checkpoint,
  CheckpointConfig,
  CheckpointListOptions,
  CheckpointMetadata,
  CheckpointTuple,
  PendingWrite,
  RunnableConfig,
  Serializer,
  StepCommit,
  ThreadSizes,
  TimelineQuery,
  TimelineRow,
  TupleReading,
} from '@/engine';
import {
  configOf,
  jsonSerializer,
  requireCheckpoint,
  requireThread,
  ThreadConflictError,
  withTaskPath,
} from '@/engine';
import type { BranchChange } from './branch-rows';
import { readBranchRows, updateBranchRow } from './branch-rows';
import { ChangeReader } from './change-reader';
import { CheckpointReader } from './checkpoint-reader';
import type { Database } from './database';
import { KnownVersions } from './known-versions';
import { listRows } from './list-rows';
import type { PruneContext } from './prune-thread';
import { removeThread } from './prune-thread';
import { PruningSaver } from './pruning-saver';
import type { Strand, StrandOutcome } from './step-group';
import { commitPlace, committedStep, conflictOf, missingParent, putPlace, putStep, requireSaved } from './step-place';
import { StepPreparer } from './step-preparer';
import { StepQueue } from './step-queue';
import type { BranchPlace, PreparedStep, Step, StepOutcome, StepRows } from './step-rows';
import { taskWriteRows } from './step-rows';
import { storedId } from './stored-id';
import { copyThreadRows } from './thread-copy';
import { readThreadSizes } from './thread-sizes';
import { readTimelineRows } from './timeline-rows';
import { TupleReader } from './tuple-reader';
import { UnsavedSteps } from './unsaved-steps';
import type { VersionState } from './version-state';

export interface SaverOptions {
  /** How values become bytes; one of your own knows your classes. */
  serializer?: Serializer;
}

const MAX_PUT_ATTEMPTS = 5;

/**
 * The saver over either database. A dialect adds how steps and writes are put in, since there every statement counts.
 * Steps that extend a branch or begin a thread, and writes, go through the queue; what reads or writes otherwise waits for
 * those before it.
 *
 * Invariants
 * S1. A branch's tip moves only by a conditional update from the step's parent, in the transaction that adds the step.
 * S2. Rows of checkpoints and values are added and deleted. Only pruning updates some: see prune-changes.ts.
 * S3. Whoever asks about a thread sees all that was handed over for it before.
 */
export abstract class SqlSaver extends PruningSaver {
  readonly #database: Database;
  readonly #serializer: Serializer;
  readonly #reader: TupleReader;
  readonly #queue: StepQueue;
  readonly #checkpoints: CheckpointReader;
  readonly #unsaved = new UnsavedSteps();
  readonly #steps: StepPreparer;
  protected readonly pruning: PruneContext;
  override readonly keepsOrder = true;

  constructor(database: Database, serializer: Serializer = jsonSerializer) {
    super(serializer);
    this.#database = database;
    this.#serializer = serializer;
    const versions = new KnownVersions();
    this.#reader = new TupleReader(database, serializer, versions);
    this.#queue = new StepQueue({
      write: (strands) => this.writeGroup(strands),
      onSaved: (threadId) => database.announce(threadId),
    });
    this.#checkpoints = new CheckpointReader(database, versions, (found) => this.#queue.found(found));
    this.#steps = new StepPreparer({
      reader: this.#reader,
      checkpoints: this.#checkpoints,
      unsaved: this.#unsaved,
      serializer,
      settle: (threadId) => this.settle(threadId),
    });
    this.pruning = { database, reader: this.#reader, serializer, readTuples: this.readTuples.bind(this) };
  }

  /** A step that starts a branch, or may move the head, at once and as a whole; nothing is saved unless the answer is `saved`. */
  protected abstract insertStep(rows: StepRows): StepOutcome | Promise<StepOutcome>;
  /** One transaction, which says of each strand whether it is saved; nothing is left of one whose tip has moved on. */
  protected abstract writeGroup(strands: readonly Strand[]): StrandOutcome[] | Promise<StrandOutcome[]>;

  override room(): void | Promise<void> {
    return this.#queue.room();
  }

  override settle(threadId?: string): void | Promise<void> {
    return this.#queue.settle(threadId);
  }

  override commitStep(commit: StepCommit): void | Promise<void> {
    const { threadId, namespace, parentId } = commit;
    if (parentId === null) return this.#commit(commit, null);
    const late = this.#unsaved.late([threadId, namespace, parentId]);
    const inherited = late ? undefined : this.#steps.knownState(threadId, namespace, parentId);
    if (inherited !== undefined) return this.#commit(commit, inherited);
    const handedOver = (late ?? Promise.resolve()).then(async () => {
      const state = await this.#steps.stateAt(threadId, namespace, parentId);
      if (state === null) throw missingParent(commit);
      return { saved: this.#commit(commit, state) };
    });
    this.#unsaved.delay([threadId, namespace, commit.checkpointId], handedOver);
    return handedOver.then(({ saved }) => saved);
  }

  override async put(
    config: RunnableConfig,
    checkpoint: Checkpoint,
    metadata: CheckpointMetadata,
    newVersions: ChannelVersions = checkpoint.channel_versions,
  ): Promise<CheckpointConfig> {
    const { threadId, namespace, checkpointId: parentId } = requireThread(config, 'put');
    const step = putStep({ threadId, namespace, parentId }, checkpoint, metadata, newVersions);
    const saved = configOf(threadId, namespace, checkpoint.id);
    await this.settle(threadId);
    for (let attempt = 1; attempt <= MAX_PUT_ATTEMPTS; attempt++) {
      const named = [checkpoint.id, ...(parentId === null ? [] : [parentId])];
      const found = await this.#checkpoints.findMany(threadId, namespace, named, { withWrites: false });
      if (found.some(({ id }) => id === checkpoint.id)) return saved;
      const parent = found.find(({ id }) => id === parentId);
      const prepared = this.#steps.prepare(step, putPlace(parent, checkpoint.id), parent?.state ?? null);
      if ((await this.#insert(step, prepared)) === 'saved') return saved;
    }
    throw new ThreadConflictError(
      `Thread "${threadId}" is written by others so often that checkpoint ${checkpoint.id} found no place. Try again.`,
    );
  }

  override async putWrites(
    config: RunnableConfig,
    writes: PendingWrite[],
    taskId: string,
    taskPath?: string,
  ): Promise<void> {
    const { threadId, namespace, checkpointId } = requireCheckpoint(config, 'putWrites');
    const place = { threadId, namespace, checkpointId: storedId(checkpointId) };
    if (writes.length === 0) return;
    const late = this.#unsaved.late([threadId, namespace, checkpointId]);
    if (late) await late;
    const rows = taskWriteRows(taskId, withTaskPath(writes, taskPath), this.#serializer);
    await this.#queue.addWrites({ place, writes: rows });
  }

  override async readTuple(config: RunnableConfig, reading?: TupleReading): Promise<CheckpointTuple | undefined> {
    const { thread_id: threadId, checkpoint_ns: namespace = '', checkpoint_id, branch } = config.configurable ?? {};
    if (threadId === undefined) return undefined;
    await this.settle(threadId);
    const found = checkpoint_id
      ? await this.#checkpoints.find(threadId, namespace, checkpoint_id)
      : await this.#checkpoints.findTip(threadId, namespace, branch);
    return found && (await this.#reader.read([found], reading))[0];
  }

  override readList(config: RunnableConfig, options: CheckpointListOptions = {}): AsyncGenerator<CheckpointTuple> {
    const ready = () => this.settle(config.configurable?.thread_id);
    const sources = { database: this.#database, checkpoints: this.#checkpoints, tuples: this.#reader, ready };
    return listRows(sources, { config, ...options });
  }

  override async deleteThread(threadId: string): Promise<void> {
    await this.removeThread(threadId);
  }

  /** The same, telling whether there was such a thread. */
  async removeThread(threadId: string): Promise<boolean> {
    await this.settle(threadId);
    return removeThread(this.pruning, threadId);
  }

  override async readBranches(threadId: string, namespace = ''): Promise<BranchRow[]> {
    await this.settle(threadId);
    return readBranchRows(this.#database, threadId, namespace);
  }

  override async readTimeline(threadId: string, query: TimelineQuery): Promise<TimelineRow[]> {
    await this.settle(threadId);
    return readTimelineRows(this.#database, threadId, query);
  }

  override async readTuples(threadId: string, checkpointIds: string[], namespace = ''): Promise<CheckpointTuple[]> {
    await this.settle(threadId);
    const tuples = await this.#reader.read(await this.#checkpoints.findMany(threadId, namespace, checkpointIds));
    const byId = new Map(tuples.map((tuple) => [tuple.checkpoint.id, tuple]));
    return checkpointIds.flatMap((id) => byId.get(id) ?? []);
  }

  override async readChannels(
    threadId: string,
    checkpointIds: string[],
    channels: readonly string[] | null,
    namespace = '',
  ): Promise<ChannelValues[]> {
    await this.settle(threadId);
    const found = await this.#checkpoints.findMany(threadId, namespace, checkpointIds, { withWrites: false });
    return this.#reader.readChannels(found, channels);
  }

  /** For one question about what became of values along a lineage. */
  async openChanges(threadId: string, namespace = ''): Promise<ChangeReader> {
    await this.settle(threadId);
    return new ChangeReader(this.#database, this.#serializer, { threadId, namespace });
  }

  override async readWrites(threadId: string, checkpointIds: string[], namespace = '') {
    await this.settle(threadId);
    return this.#reader.readWrites(await this.#checkpoints.findMany(threadId, namespace, checkpointIds));
  }

  override async updateBranch(threadId: string, branchId: string, change: BranchChange): Promise<void> {
    await this.settle(threadId);
    await updateBranchRow(this.#database, threadId, branchId, change);
    this.#database.announce(threadId);
  }

  override async copyThread(fromId: string, toId: string): Promise<void> {
    await this.settle(fromId);
    return copyThreadRows(this.#database, fromId, toId);
  }

  override async readSizes(threadIds: readonly string[]): Promise<ThreadSizes[]> {
    await this.settle();
    return readThreadSizes(this.#database, threadIds);
  }

  #commit(commit: StepCommit, inherited: VersionState | null): void | Promise<void> {
    const { threadId, namespace, checkpointId } = commit;
    const place = commitPlace(commit);
    const step = committedStep(commit);
    const prepared = this.#steps.prepare(step, place, inherited);
    if (place.kind === 'start' && !isFirstOfAll(place, commit)) {
      return this.#insert(step, prepared).then((outcome) => requireSaved(commit, outcome));
    }
    const stepPlace = [threadId, namespace, checkpointId] as const;
    this.#unsaved.hold(stepPlace, prepared);
    return this.#queue.addStep(prepared.rows, {
      mayWait: commit.mayWait === true,
      conflict: () => conflictOf(commit),
      over: (isSaved) => {
        this.#unsaved.letGo(stepPlace, prepared);
        if (isSaved) this.#reader.remember(threadId, namespace, checkpointId, prepared);
      },
    });
  }

  /** Without the queue, behind all that is in it of the thread. */
  async #insert(step: Step, prepared: PreparedStep): Promise<StepOutcome> {
    const { threadId, namespace, checkpointId } = step;
    await this.settle(threadId);
    const outcome = await this.insertStep(prepared.rows);
    if (outcome !== 'saved') return outcome;
    this.#reader.remember(threadId, namespace, checkpointId, prepared);
    this.#database.announce(threadId);
    return outcome;
  }
}

/** It starts a branch, and looks for nothing but whether there is another. */
function isFirstOfAll(place: BranchPlace, { parentId }: StepCommit): boolean {
  return place.head === 'first' && parentId === null;
}
