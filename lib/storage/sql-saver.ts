import { aliasedTable, and, eq, ne, sql } from 'drizzle-orm';
import type {
  BranchRow,
  ChannelVersions,
  Checkpoint,
  CheckpointConfig,
  CheckpointListOptions,
  CheckpointMetadata,
  CheckpointTuple,
  PendingWrite,
  PruneOptions,
  PruneReport,
  RunnableConfig,
  Serializer,
  StepCommit,
  ThreadSizes,
  TimelineQuery,
  TimelineRow,
} from '@/engine';
import { BranchingSaver, EngineError, jsonSerializer, ThreadConflictError, withTaskPath } from '@/engine';
import type { Database } from './database';
import type { TupleRow } from './hot-reads';
import { hotReads, readHot } from './hot-reads';
import { listRows } from './list-rows';
import { pruneThreads } from './prune-thread';
import { assign, list, select } from './query';
import { commitPlace, committedStep, missingParent, putPlace, putStep, requireSaved } from './step-place';
import type { BranchPlace, Inherited, Step, StepOutcome, StepRows, TaskWriteRows } from './step-rows';
import { prepareStep, taskWriteRows } from './step-rows';
import { hexOf, idText, idTextOrNull, storedId } from './stored-id';
import { copyThreadRows } from './thread-copy';
import { threadRemoval } from './thread-removal';
import { readThreadSizes } from './thread-sizes';
import { readTimelineRows } from './timeline-rows';
import { configOf, TupleReader } from './tuple-reader';
import type { VersionState } from './version-state';

const MAX_PUT_ATTEMPTS = 5;

/** What a task's writes are stored under. */
export interface WritesPlace {
  threadId: string;
  namespace: string;
  checkpointId: Uint8Array;
}

/**
 * The saver over either database. A dialect adds how a step and a task's writes are put in, since there every statement counts.
 *
 * Invariants
 * S1. A branch's tip moves only by a conditional update from the step's parent, in the transaction that adds the step.
 * S2. Rows of checkpoints and values are added and deleted. Only pruning updates some: see prune-changes.ts.
 */
export abstract class SqlSaver extends BranchingSaver {
  readonly #database: Database;
  readonly #queries: ReturnType<typeof hotReads>;
  readonly #serializer: Serializer;
  readonly #reader: TupleReader;

  constructor(database: Database, serializer: Serializer = jsonSerializer) {
    super(serializer);
    this.#database = database;
    this.#queries = hotReads(database.sql);
    this.#serializer = serializer;
    this.#reader = new TupleReader(database, serializer);
  }

  /** One transaction; nothing is saved unless the answer is `saved`. */
  protected abstract insertStep(rows: StepRows): StepOutcome | Promise<StepOutcome>;
  /** One transaction, by the contract's rule: the first regular write at an index stays, a reserved one is replaced. */
  protected abstract insertWrites(place: WritesPlace, writes: TaskWriteRows): void | Promise<void>;

  override commitStep(commit: StepCommit): void | Promise<void> {
    const { threadId, namespace, parentId } = commit;
    if (parentId === null) return this.#commit(commit, null);
    const inherited = this.#reader.stateAtHand(threadId, namespace, parentId);
    if (inherited !== undefined) return this.#commit(commit, inherited);
    return this.#stateAt(threadId, namespace, parentId).then((state) => {
      if (state === null) throw missingParent(commit);
      return this.#commit(commit, state);
    });
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
    for (let attempt = 1; attempt <= MAX_PUT_ATTEMPTS; attempt++) {
      if ((await this.#find(threadId, namespace, checkpoint.id)) !== undefined) return saved;
      const parent = parentId === null ? undefined : await this.#find(threadId, namespace, parentId);
      const inherited = parent === undefined ? undefined : (await this.#reader.states([parent]))[0];
      if ((await this.#save(step, putPlace(parent, checkpoint.id), inherited ?? null)) === 'saved') return saved;
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
    const { threadId, namespace, checkpointId } = requireThread(config, 'putWrites');
    if (checkpointId === null) {
      throw new EngineError(
        'INVALID_CONFIG',
        'putWrites needs configurable.checkpoint_id: writes belong to a checkpoint.',
      );
    }
    const place = { threadId, namespace, checkpointId: storedId(checkpointId) };
    if (writes.length === 0) return;
    await this.insertWrites(place, taskWriteRows(taskId, withTaskPath(writes, taskPath), this.#serializer));
    this.#database.announce(threadId);
  }

  override async readTuple(config: RunnableConfig): Promise<CheckpointTuple | undefined> {
    const { thread_id: threadId, checkpoint_ns: namespace = '', checkpoint_id, branch } = config.configurable ?? {};
    if (threadId === undefined) return undefined;
    const row = checkpoint_id
      ? await this.#find(threadId, namespace, checkpoint_id)
      : await this.#findTip(threadId, namespace, branch);
    return row && (await this.#reader.read([row]))[0];
  }

  override readList(config: RunnableConfig, options: CheckpointListOptions = {}): AsyncGenerator<CheckpointTuple> {
    return listRows(this.#database, this.#reader, { config, ...options });
  }

  override async deleteThread(threadId: string): Promise<void> {
    await this.removeThread(threadId);
  }

  /** The same, telling whether there was such a thread. */
  async removeThread(threadId: string): Promise<boolean> {
    const removed = await this.#database.transact(threadRemoval(this.#database, threadId));
    this.#reader.forget(threadId);
    this.#database.announce(threadId);
    return removed.at(-1)?.length === 1;
  }

  override async readBranches(threadId: string, namespace = ''): Promise<BranchRow[]> {
    const { branches } = this.#database.sql.tables;
    const { branchId, name, forkCheckpointId, tipId, isHead, origin, hidden, createdAt } = branches;
    const rows = await select(
      this.#database,
      { branchId, name, forkCheckpointId, tipId, isHead, origin, hidden, createdAt },
      sql`FROM ${branches} WHERE ${and(eq(branches.threadId, threadId), eq(branches.namespace, namespace))}
        ORDER BY ${branches.position}`,
    );
    return rows.map((row) => ({
      ...row,
      namespace,
      forkCheckpointId: idTextOrNull(row.forkCheckpointId),
      tipId: idText(row.tipId),
      origin: row.origin as BranchRow['origin'],
    }));
  }

  override readTimeline(threadId: string, query: TimelineQuery): Promise<TimelineRow[]> {
    return readTimelineRows(this.#database, threadId, query);
  }

  override async readTuples(threadId: string, checkpointIds: string[], namespace = ''): Promise<CheckpointTuple[]> {
    const keys = [...new Set(checkpointIds)].map((id) => ({
      thread: threadId,
      namespace,
      checkpoint: hexOf(storedId(id)),
    }));
    const rows = await readHot(this.#database, this.#queries.checkpoints, [JSON.stringify(keys)]);
    const tuples = await this.#reader.read(rows);
    const byId = new Map(tuples.map((tuple) => [tuple.checkpoint.id, tuple]));
    return checkpointIds.flatMap((id) => byId.get(id) ?? []);
  }

  override async updateBranch(
    threadId: string,
    branchId: string,
    change: { name?: string; hidden?: boolean; isHead?: true },
  ): Promise<void> {
    const { writer } = this.#database;
    const { tables, compile } = this.#database.sql;
    const { branches } = tables;
    const other = aliasedTable(branches, 'other');
    const isBranch = and(eq(branches.threadId, threadId), eq(branches.branchId, branchId));
    const sets = [assign(branches.updatedAt, Date.now()), assign(branches.writer, writer)];
    if (change.name !== undefined) sets.push(assign(branches.name, change.name));
    if (change.hidden !== undefined) sets.push(assign(branches.hidden, change.hidden ? sql`TRUE` : sql`FALSE`));
    const isNamespace = sql`${branches.namespace} = (SELECT ${other.namespace} FROM ${branches} ${other}
      WHERE ${and(eq(other.threadId, threadId), eq(other.branchId, branchId))})`;
    const takeHead = [
      sql`UPDATE ${branches} SET ${assign(branches.isHead, sql`FALSE`)}
        WHERE ${and(eq(branches.threadId, threadId), isNamespace, ne(branches.branchId, branchId))} AND ${branches.isHead}`,
      sql`UPDATE ${branches} SET ${assign(branches.isHead, sql`TRUE`)} WHERE ${isBranch}`,
    ];
    const update = sql`UPDATE ${branches} SET ${list(sets)} WHERE ${isBranch} RETURNING 1 AS updated`;
    const statements = [update, ...(change.isHead ? takeHead : [])].map(compile);
    const [updated] = await this.#database.transact(statements);
    if (updated?.length === 0) {
      throw new EngineError('BRANCH_NOT_FOUND', `Thread "${threadId}" has no branch "${branchId}".`);
    }
    this.#database.announce(threadId);
  }

  override copyThread(fromId: string, toId: string): Promise<void> {
    return copyThreadRows(this.#database, fromId, toId);
  }

  override async prune(options: PruneOptions): Promise<PruneReport> {
    const context = {
      database: this.#database,
      reader: this.#reader,
      serializer: this.#serializer,
      readTuples: this.readTuples.bind(this),
    };
    const report = await pruneThreads(context, options);
    if (options.dryRun) return report;
    for (const { threadId } of report.threads) {
      this.#reader.forget(threadId);
      this.#database.announce(threadId);
    }
    return report;
  }

  override readSizes(threadIds: readonly string[]): Promise<ThreadSizes[]> {
    return readThreadSizes(this.#database, threadIds);
  }

  #commit(commit: StepCommit, inherited: VersionState | null): void | Promise<void> {
    const outcome = this.#save(committedStep(commit), commitPlace(commit), inherited);
    return typeof outcome === 'string'
      ? requireSaved(commit, outcome)
      : outcome.then((settled) => requireSaved(commit, settled));
  }

  #save(step: Step, place: BranchPlace, inherited: VersionState | null): StepOutcome | Promise<StepOutcome> {
    const { threadId, namespace, checkpointId } = step;
    const prepared = prepareStep(step, place, inherited && this.#inherited(step, inherited), this.#serializer);
    const remember = (outcome: StepOutcome): StepOutcome => {
      if (outcome !== 'saved') return outcome;
      this.#reader.remember(threadId, namespace, checkpointId, prepared);
      this.#database.announce(threadId);
      return outcome;
    };
    const outcome = this.insertStep(prepared.rows);
    return typeof outcome === 'string' ? remember(outcome) : outcome.then(remember);
  }

  #inherited({ threadId, namespace }: Step, state: VersionState): Inherited {
    return { state, sealedOf: (channel, known) => this.#reader.valueAtHand(threadId, namespace, channel, known) };
  }

  async #stateAt(threadId: string, namespace: string, checkpointId: string): Promise<VersionState | null> {
    const row = await this.#find(threadId, namespace, checkpointId);
    return (row && (await this.#reader.states([row]))[0]) ?? null;
  }

  async #find(threadId: string, namespace: string, checkpointId: string): Promise<TupleRow | undefined> {
    return (await readHot(this.#database, this.#queries.checkpoint, [threadId, namespace, storedId(checkpointId)]))[0];
  }

  async #findTip(threadId: string, namespace: string, branchId: string | undefined): Promise<TupleRow | undefined> {
    const rows =
      branchId === undefined
        ? await readHot(this.#database, this.#queries.headTip, [threadId, namespace])
        : await readHot(this.#database, this.#queries.branchTip, [threadId, namespace, branchId]);
    return rows[0];
  }
}

function requireThread(config: RunnableConfig, verb: string) {
  const { thread_id: threadId, checkpoint_ns: namespace = '', checkpoint_id } = config.configurable ?? {};
  if (threadId === undefined) {
    throw new EngineError(
      'MISSING_THREAD_ID',
      `${verb} needs configurable.thread_id: the thread that the checkpoint belongs to.`,
    );
  }
  return { threadId, namespace, checkpointId: checkpoint_id || null };
}
