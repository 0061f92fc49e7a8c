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
  RunnableConfig,
  Serializer,
  StepCommit,
  TimelineQuery,
  TimelineRow,
  TupleReading,
} from '@/engine';
import { BranchingSaver, EngineError, jsonSerializer, ThreadConflictError, withTaskPath } from '@/engine';
import type { Database } from './database';
import type { TupleRow } from './hot-reads';
import { hotReads, readHot } from './hot-reads';
import { listRows } from './list-rows';
import { assign, list, select } from './query';
import type { Strand, StrandOutcome } from './step-group';
import { commitPlace, committedStep, conflictOf, missingParent, putPlace, putStep, requireSaved } from './step-place';
import { StepQueue } from './step-queue';
import type { BranchPlace, Inherited, PreparedStep, Step, StepOutcome, StepRows } from './step-rows';
import { prepareStep, taskWriteRows } from './step-rows';
import { hexOf, idText, idTextOrNull, storedId } from './stored-id';
import { readTimelineRows } from './timeline-rows';
import { configOf, TupleReader } from './tuple-reader';
import { UnsavedSteps } from './unsaved-steps';
import type { ChannelState, VersionState } from './version-state';

export interface SaverOptions {
  /** How values become bytes; one of your own knows your classes. */
  serializer?: Serializer;
}

const MAX_PUT_ATTEMPTS = 5;

/**
 * The saver over either database. A dialect adds how steps and writes are put in, since there every statement counts.
 * Steps that extend a branch, and writes, go through the queue; what reads or writes otherwise waits for those before it.
 *
 * Invariants
 * S1. A branch's tip moves only by a conditional update from the step's parent, in the transaction that adds the step.
 * S2. Rows of checkpoints and values are added and deleted, never updated.
 * S3. Whoever asks about a thread sees all that was handed over for it before.
 */
export abstract class SqlSaver extends BranchingSaver {
  readonly #database: Database;
  readonly #queries: ReturnType<typeof hotReads>;
  readonly #serializer: Serializer;
  readonly #reader: TupleReader;
  readonly #queue: StepQueue;
  readonly #unsaved = new UnsavedSteps();
  override readonly keepsOrder = true;

  constructor(database: Database, serializer: Serializer = jsonSerializer) {
    super(serializer);
    this.#database = database;
    this.#queries = hotReads(database.sql);
    this.#serializer = serializer;
    this.#reader = new TupleReader(database, serializer);
    this.#queue = new StepQueue({
      write: (strands) => this.writeGroup(strands),
      onSaved: (threadId) => database.announce(threadId),
    });
  }

  /** A step that starts a branch, or may move the head: one transaction; nothing is saved unless the answer is `saved`. */
  protected abstract insertStep(rows: StepRows): StepOutcome | Promise<StepOutcome>;
  /** One transaction, which says of each strand whether it is saved; nothing is left of one whose tip has moved on. */
  protected abstract writeGroup(strands: readonly Strand[]): StrandOutcome[] | Promise<StrandOutcome[]>;

  override room(): void | Promise<void> {
    return this.#queue.room();
  }

  /** Settles when all that was handed over for the thread, or for all of them, is saved or has failed. */
  settle(threadId?: string): void | Promise<void> {
    return this.#queue.settle(threadId);
  }

  override commitStep(commit: StepCommit): void | Promise<void> {
    const { threadId, namespace, parentId } = commit;
    if (parentId === null) return this.#commit(commit, null);
    const late = this.#unsaved.late([threadId, namespace, parentId]);
    const inherited = late ? undefined : this.#knownState(threadId, namespace, parentId);
    if (inherited !== undefined) return this.#commit(commit, inherited);
    const handedOver = (late ?? Promise.resolve()).then(async () => {
      const state = await this.#stateAt(threadId, namespace, parentId);
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
      if ((await this.#find(threadId, namespace, checkpoint.id)) !== undefined) return saved;
      const parent = parentId === null ? undefined : await this.#find(threadId, namespace, parentId);
      const inherited = parent === undefined ? undefined : (await this.#reader.states([parent]))[0];
      const prepared = this.#prepare(step, putPlace(parent, checkpoint.id), inherited ?? null);
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
    const { threadId, namespace, checkpointId } = requireThread(config, 'putWrites');
    if (checkpointId === null) {
      throw new EngineError(
        'INVALID_CONFIG',
        'putWrites needs configurable.checkpoint_id: writes belong to a checkpoint.',
      );
    }
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
    const row = checkpoint_id
      ? await this.#find(threadId, namespace, checkpoint_id)
      : await this.#findTip(threadId, namespace, branch);
    return row && (await this.#reader.read([row], reading))[0];
  }

  override async *readList(
    config: RunnableConfig,
    options: CheckpointListOptions = {},
  ): AsyncGenerator<CheckpointTuple> {
    await this.settle(config.configurable?.thread_id);
    yield* listRows(this.#database, this.#reader, { config, ...options });
  }

  override async deleteThread(threadId: string): Promise<void> {
    await this.removeThread(threadId);
  }

  /** The same, telling whether there was such a thread. */
  async removeThread(threadId: string): Promise<boolean> {
    const { tables, compile } = this.#database.sql;
    const { runEvents, runs, checkpointWrites, channelValues, checkpoints, branches, threads } = tables;
    const ofThread = [runEvents, runs, checkpointWrites, channelValues, checkpoints, branches].map(
      (table) => sql`DELETE FROM ${table} WHERE ${eq(table.threadId, threadId)}`,
    );
    const thread = sql`DELETE FROM ${threads} WHERE ${eq(threads.threadId, threadId)} RETURNING 1 AS removed`;
    await this.settle(threadId);
    const removed = await this.#database.transact([...ofThread, thread].map(compile));
    this.#reader.forget(threadId);
    this.#database.announce(threadId);
    return removed.at(-1)?.length === 1;
  }

  override async readBranches(threadId: string, namespace = ''): Promise<BranchRow[]> {
    const { branches } = this.#database.sql.tables;
    const { branchId, name, forkCheckpointId, tipId, isHead, origin, hidden, createdAt } = branches;
    await this.settle(threadId);
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

  override async readTimeline(threadId: string, query: TimelineQuery): Promise<TimelineRow[]> {
    await this.settle(threadId);
    return readTimelineRows(this.#database, threadId, query);
  }

  override async readTuples(threadId: string, checkpointIds: string[], namespace = ''): Promise<CheckpointTuple[]> {
    const keys = [...new Set(checkpointIds)].map((id) => ({
      thread: threadId,
      namespace,
      checkpoint: hexOf(storedId(id)),
    }));
    await this.settle(threadId);
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
    await this.settle(threadId);
    const statements = [update, ...(change.isHead ? takeHead : [])].map(compile);
    const [updated] = await this.#database.transact(statements);
    if (updated?.length === 0) {
      throw new EngineError('BRANCH_NOT_FOUND', `Thread "${threadId}" has no branch "${branchId}".`);
    }
    this.#database.announce(threadId);
  }

  #commit(commit: StepCommit, inherited: VersionState | null): void | Promise<void> {
    const { threadId, namespace, checkpointId } = commit;
    const place = commitPlace(commit);
    const step = committedStep(commit);
    const prepared = this.#prepare(step, place, inherited);
    if (place.kind === 'start') {
      return this.#insert(step, prepared).then((outcome) => requireSaved(commit, outcome));
    }
    const letGo = this.#unsaved.hold([threadId, namespace, checkpointId], prepared);
    return this.#queue.addStep(prepared.rows, {
      mayWait: commit.mayWait === true,
      conflict: () => conflictOf(commit),
      over: (isSaved) => {
        letGo();
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

  #prepare(step: Step, place: BranchPlace, inherited: VersionState | null): PreparedStep {
    return prepareStep(step, place, inherited && this.#inherited(step, inherited), this.#serializer);
  }

  #knownState(threadId: string, namespace: string, checkpointId: string): VersionState | undefined {
    const unsaved = this.#unsaved.state([threadId, namespace, checkpointId]);
    return unsaved ?? this.#reader.stateAtHand(threadId, namespace, checkpointId);
  }

  #inherited({ threadId, namespace }: Step, state: VersionState): Inherited {
    const sealedOf = (channel: string, known: ChannelState) =>
      this.#unsaved.value(known) ?? this.#reader.valueAtHand(threadId, namespace, channel, known);
    return { state, sealedOf };
  }

  async #stateAt(threadId: string, namespace: string, checkpointId: string): Promise<VersionState | null> {
    const known = this.#knownState(threadId, namespace, checkpointId);
    if (known !== undefined) return known;
    await this.settle(threadId);
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
