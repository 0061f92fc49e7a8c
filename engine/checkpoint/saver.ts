import type { BranchRemoval } from './branch-removal';
import type { BranchRow, ChannelValues, StepCommit, ThreadSizes, TimelineQuery, TimelineRow } from './branching';
import type {
  ChannelVersion,
  ChannelVersions,
  Checkpoint,
  CheckpointConfig,
  CheckpointMetadata,
  CheckpointPendingWrite,
  CheckpointTuple,
  ForeignTuple,
  PendingWrite,
  RunnableConfig,
} from './checkpoint';
import { contractTuple } from './contract-tuple';
import type { DeltaChannelHistory } from './delta-channel-history';
import { readDeltaChannelHistory } from './delta-channel-history';
import type { RunRollback, RunStart, RunToTakeBack } from './plan-rollback';
import type { PruneOptions, PruneReport } from './prune-options';
import { setKey } from './record-key';
import type { Serializer, SerializerProtocol } from './serializer';
import { jsonSerializer } from './serializer';
import { freshVersion } from './version';

export interface CheckpointListOptions {
  limit?: number;
  /** Only checkpoints older than this one (exclusive). */
  before?: RunnableConfig;
  /** Metadata keys that must be equal. */
  filter?: Record<string, unknown>;
}

export interface TupleReading {
  /** For a run that goes on from there: messages of a class, which count as immutable, need not be made anew. */
  sharesMessages?: boolean;
  /** For a reader of many states that changes nothing: opaque parts that states have in common are made once, and kept here. */
  made?: Map<object, unknown>;
}

/**
 * The saver contract, method for method LangGraph.js's `BaseCheckpointSaver`, so that savers can be exchanged both ways.
 * `config.configurable` carries `thread_id` (required), `checkpoint_ns` (default `""`) and `checkpoint_id`.
 */
export abstract class BaseCheckpointSaver {
  readonly serde: SerializerProtocol;

  constructor(serde: SerializerProtocol = jsonSerializer) {
    this.serde = serde;
  }

  async get(config: RunnableConfig): Promise<Checkpoint | undefined> {
    return (await this.getTuple(config))?.checkpoint;
  }

  /** The checkpoint named by the config, else the latest of the namespace; undefined when there is none. */
  abstract getTuple(config: RunnableConfig): Promise<ForeignTuple | undefined>;
  /** Newest first. Without a thread_id: every thread. */
  abstract list(config: RunnableConfig, options?: CheckpointListOptions): AsyncGenerator<ForeignTuple>;
  /**
   * Saves a checkpoint as a child of `config.configurable.checkpoint_id`. Permissive: a second child becomes a branch, and
   * a checkpoint whose id is there already stays as it is.
   */
  abstract put(
    config: RunnableConfig,
    checkpoint: Checkpoint,
    metadata: CheckpointMetadata,
    newVersions: ChannelVersions,
  ): Promise<CheckpointConfig>;
  /**
   * Regular writes are insert-or-ignore at 0..n; the reserved ones (WRITE_INDEX) replace, and in our own savers null takes
   * back. They are read by task; of tasks with a path, as LangGraph.js's have, in the order of these.
   */
  abstract putWrites(config: RunnableConfig, writes: PendingWrite[], taskId: string, taskPath?: string): Promise<void>;
  /** Removes every row of the thread, in every namespace. */
  abstract deleteThread(threadId: string): Promise<void>;

  // biome-ignore lint/suspicious/noExplicitAny: a ChannelVersion. LangGraph.js's type says a number, its engine takes either.
  getNextVersion(current: ChannelVersion | undefined): any {
    return freshVersion(current);
  }

  /** For LangGraph.js's DeltaChannels: what is stored of these channels on the way to a checkpoint. */
  async getDeltaChannelHistory(options: {
    config: RunnableConfig;
    channels: string[];
  }): Promise<Record<string, DeltaChannelHistory>> {
    return readDeltaChannelHistory(this, options.config, options.channels);
  }

  /** A config that holds a saver may be written to a log. */
  toJSON(): string {
    return `[${this.constructor.name}]`;
  }
}

const BRANCHING: unique symbol = Symbol.for('retrograph.branching-saver');

/**
 * What Retrograph's own savers add to the contract: branches, the tip's compare-and-set, reads without values, and reads
 * that share values. Methods may answer at once or with a promise, so that a saver in memory costs the loop no promise.
 *
 * What a `read…` method gives is frozen or shared with the saver: its reader changes nothing of it. The contract's own
 * `getTuple` and `list` give the caller's own copy, since nodes of other engines push into what they are handed.
 */
export abstract class BranchingSaver extends BaseCheckpointSaver {
  /** Marks the class across copies of the engine, where `instanceof` fails. */
  readonly [BRANCHING] = true as const;
  declare readonly serde: Serializer;

  constructor(serializer: Serializer = jsonSerializer) {
    super(serializer);
  }

  /**
   * It saves what it is given in that order, also before it has answered: then a namespace's first step, steps that extend a
   * branch, and writes may follow each other at once. When one can't be saved, nothing that builds on it is, and all of that fails alike.
   */
  readonly keepsOrder: boolean = false;

  /** Settles when it can take another step that may wait (`StepCommit.mayWait`). */
  room(): void | Promise<void> {}

  /**
   * Saves one step: checkpoint, values and a lone task's writes, in one transaction. Settles when it is durable.
   * @throws ThreadConflictError when the placement no longer holds; nothing is saved then.
   */
  abstract commitStep(commit: StepCommit): void | Promise<void>;
  /** All branches of a namespace, oldest first. Empty for an unknown thread. */
  abstract readBranches(threadId: string, namespace?: string): Promise<BranchRow[]>;
  /** Ascending by checkpoint id, all branches unless one is named. */
  abstract readTimeline(threadId: string, query: TimelineQuery): Promise<TimelineRow[]>;
  /** Many states in one read, in the order asked for; unknown ids are left out. */
  abstract readTuples(threadId: string, checkpointIds: string[], namespace?: string): Promise<CheckpointTuple[]>;
  /** The values of some channels, or of all for null, at many checkpoints: shared among them, empty channels left out. Unknown ids are left out. */
  async readChannels(
    threadId: string,
    checkpointIds: string[],
    channels: readonly string[] | null,
    namespace = '',
  ): Promise<ChannelValues[]> {
    const tuples = await this.readTuples(threadId, checkpointIds, namespace);
    return tuples.map(({ checkpoint: { id, channel_values } }) => ({
      checkpointId: id,
      values: channels === null ? channel_values : pickChannels(channel_values, channels),
    }));
  }
  /** One channel's values at many checkpoints, shared; undefined where it is empty. Unknown ids are left out. */
  async readChannel(
    threadId: string,
    checkpointIds: string[],
    channel: string,
    namespace = '',
  ): Promise<{ checkpointId: string; value: unknown }[]> {
    const found = await this.readChannels(threadId, checkpointIds, [channel], namespace);
    return found.map(({ checkpointId, values }) => ({ checkpointId, value: values[channel] }));
  }
  /** Pending writes of many checkpoints, without their states. In any order; unknown ids are left out. */
  async readWrites(
    threadId: string,
    checkpointIds: string[],
    namespace = '',
  ): Promise<{ checkpointId: string; writes: CheckpointPendingWrite[] }[]> {
    const tuples = await this.readTuples(threadId, checkpointIds, namespace);
    return tuples.map(({ checkpoint, pendingWrites }) => ({ checkpointId: checkpoint.id, writes: pendingWrites }));
  }
  /** `getTuple`, with shared values. */
  abstract readTuple(config: RunnableConfig, reading?: TupleReading): Promise<CheckpointTuple | undefined>;
  /** `list`, with shared values. */
  abstract readList(config: RunnableConfig, options?: CheckpointListOptions): AsyncGenerator<CheckpointTuple>;
  /** Renames a branch, hides it, or makes it the head. */
  abstract updateBranch(
    threadId: string,
    branchId: string,
    change: { name?: string; hidden?: boolean; isHead?: true },
  ): Promise<void>;
  /**
   * A thread like another: the same ids, lineage, names, times and pending writes, in every namespace. Runs stay with the original.
   * @throws EngineError THREAD_NOT_FOUND, or THREAD_EXISTS when there is anything under the new id
   */
  abstract copyThread(fromId: string, toId: string): Promise<void>;
  /**
   * Removes checkpoints that nothing needs any more, with their values and writes, each thread in one transaction. What stays
   * reads as before, but for its parent: see `prune-plan.ts`.
   * @throws EngineError INVALID_CONFIG
   */
  abstract prune(options: PruneOptions): Promise<PruneReport>;
  /**
   * Removes a branch of the root graph with its own checkpoints, and what subgraphs did at them, in one transaction; with
   * `dryRun` it only tells what would go. Everything else reads as before. When it was the head, the branch with the latest
   * tip takes its place.
   * @throws EngineError BRANCH_NOT_FOUND; BRANCH_IN_USE when it is the last branch, or others begin on it;
   *   ThreadConflictError while a run is live on the thread
   */
  abstract deleteBranch(threadId: string, branchId: string, options?: { dryRun?: boolean }): Promise<BranchRemoval>;
  /** What tasks have written at a tip of the root graph and in its subgraphs there, for a run that goes on from it. */
  abstract readStart(threadId: string, tipId: string): Promise<RunStart>;
  /**
   * Takes a run that has ended back, in one transaction: its checkpoints in every namespace, their values and writes go,
   * and the tip at which it began is as it was; with `dryRun` it only tells what would go. Everything else reads as before.
   * @throws EngineError RUN_IN_USE when others stand on what the run wrote; ThreadConflictError when others write to the
   *   branch all the time, or a run holds it
   */
  abstract rollBackRun(threadId: string, run: RunToTakeBack, options?: { dryRun?: boolean }): Promise<RunRollback>;
  /** In the order asked for; unknown threads are left out. */
  abstract readSizes(threadIds: readonly string[]): Promise<ThreadSizes[]>;

  override async getTuple(config: RunnableConfig): Promise<CheckpointTuple | undefined> {
    const tuple = await this.readTuple(config);
    return tuple && contractTuple(this, tuple);
  }

  override async *list(config: RunnableConfig, options?: CheckpointListOptions): AsyncGenerator<CheckpointTuple> {
    for await (const tuple of this.readList(config, options)) yield contractTuple(this, tuple);
  }
}

export function isBranchingSaver(saver: unknown): saver is BranchingSaver {
  return typeof saver === 'object' && saver !== null && (saver as { [BRANCHING]?: unknown })[BRANCHING] === true;
}

function pickChannels(values: Record<string, unknown>, channels: readonly string[]): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const name of channels) if (Object.hasOwn(values, name)) setKey(picked, name, values[name]);
  return picked;
}
