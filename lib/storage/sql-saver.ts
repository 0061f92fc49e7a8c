import type {
  BranchRow,
  ChannelVersions,
  Checkpoint,
  CheckpointListOptions,
  CheckpointMetadata,
  CheckpointTuple,
  PendingWrite,
  RunnableConfig,
  Serializer,
  StepCommit,
  TimelineQuery,
  TimelineRow,
} from '@/engine';
import { BranchingSaver, EngineError, jsonSerializer, ThreadConflictError } from '@/engine';
import type { Database, Row, SqlValue } from './database';
import { rowBytes, rowBytesOrNull, rowFlag, rowNumber, rowText } from './database';
import type { DialectSql } from './dialect-sql';
import { listRows } from './list-rows';
import { commitPlace, missingParent, putPlace, requireSaved } from './step-place';
import type { BranchPlace, Step, StepOutcome, StepRows, TaskWriteRows } from './step-rows';
import { stepRows, taskWriteRows } from './step-rows';
import { idText, idTextOrNull, storedId } from './stored-id';
import { readTimelineRows } from './timeline-rows';
import { configOf, TupleReader, tupleColumns } from './tuple-reader';
import type { VersionState } from './version-state';

/** Every table whose rows belong to a thread; the thread's own row last. */
const THREAD_TABLES = [
  'run_events',
  'runs',
  'checkpoint_writes',
  'channel_values',
  'checkpoints',
  'branches',
  'threads',
];
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
 * S2. Rows of checkpoints and values are added and deleted, never updated.
 */
export abstract class SqlSaver extends BranchingSaver {
  readonly #database: Database;
  readonly #sql: DialectSql;
  readonly #serializer: Serializer;
  readonly #reader: TupleReader;

  constructor(database: Database, sql: DialectSql, serializer: Serializer = jsonSerializer) {
    super(serializer);
    this.#database = database;
    this.#sql = sql;
    this.#serializer = serializer;
    this.#reader = new TupleReader(database, sql, serializer);
  }

  /** One transaction; nothing is saved unless the answer is `saved`. */
  protected abstract insertStep(rows: StepRows): StepOutcome | Promise<StepOutcome>;
  /** One transaction, by the contract's rule: the first regular write at an index stays, a reserved one is replaced. */
  protected abstract insertWrites(place: WritesPlace, writes: TaskWriteRows): void | Promise<void>;

  override commitStep(commit: StepCommit): void | Promise<void> {
    const { threadId, namespace, parentId } = commit;
    if (parentId === null) return this.#commit(commit, null);
    const inherited = this.#reader.cachedState(threadId, namespace, parentId);
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
  ): Promise<RunnableConfig> {
    const { threadId, namespace, checkpointId: parentId } = requireThread(config, 'put');
    const step = {
      threadId,
      namespace,
      graphName: null,
      parentId,
      checkpoint,
      metadata,
      newVersions,
      next: [],
      tasks: [],
    };
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

  override async putWrites(config: RunnableConfig, writes: PendingWrite[], taskId: string): Promise<void> {
    const { threadId, namespace, checkpointId } = requireThread(config, 'putWrites');
    if (checkpointId === null) {
      throw new EngineError(
        'INVALID_CONFIG',
        'putWrites needs configurable.checkpoint_id: writes belong to a checkpoint.',
      );
    }
    const place = { threadId, namespace, checkpointId: storedId(checkpointId) };
    if (writes.length === 0) return;
    await this.insertWrites(place, taskWriteRows(taskId, writes, this.#serializer));
    this.#database.announce(threadId);
  }

  override async getTuple(config: RunnableConfig): Promise<CheckpointTuple | undefined> {
    const { thread_id: threadId, checkpoint_ns: namespace = '', checkpoint_id, branch } = config.configurable ?? {};
    if (threadId === undefined) return undefined;
    const row = checkpoint_id
      ? await this.#find(threadId, namespace, checkpoint_id)
      : await this.#findTip(threadId, namespace, branch);
    return row && (await this.#reader.read([row]))[0];
  }

  override list(config: RunnableConfig, options: CheckpointListOptions = {}): AsyncGenerator<CheckpointTuple> {
    return listRows(this.#database, this.#sql, this.#reader, { config, ...options });
  }

  override async deleteThread(threadId: string): Promise<void> {
    await this.removeThread(threadId);
  }

  /** The same, telling whether there was such a thread. */
  async removeThread(threadId: string): Promise<boolean> {
    const removed = await this.#database.transact(
      THREAD_TABLES.map((table) => ({
        text: `DELETE FROM ${table} WHERE thread_id = $1 ${table === 'threads' ? 'RETURNING thread_id' : ''}`,
        values: [threadId],
      })),
    );
    this.#reader.forget(threadId);
    this.#database.announce(threadId);
    return removed.at(-1)?.length === 1;
  }

  override async readBranches(threadId: string, namespace = ''): Promise<BranchRow[]> {
    const rows = await this.#database.query(
      `SELECT branch_id, name, fork_checkpoint_id, tip_id, is_head, origin, hidden, created_at
       FROM branches WHERE thread_id = $1 AND namespace = $2 ORDER BY position`,
      [threadId, namespace],
    );
    return rows.map((row) => ({
      branchId: rowText(row, 'branch_id'),
      namespace,
      name: rowText(row, 'name'),
      forkCheckpointId: idTextOrNull(rowBytesOrNull(row, 'fork_checkpoint_id')),
      tipId: idText(rowBytes(row, 'tip_id')),
      isHead: rowFlag(row, 'is_head'),
      origin: rowText(row, 'origin') as BranchRow['origin'],
      hidden: rowFlag(row, 'hidden'),
      createdAt: rowNumber(row, 'created_at'),
    }));
  }

  override readTimeline(threadId: string, query: TimelineQuery): Promise<TimelineRow[]> {
    return readTimelineRows(this.#database, threadId, query);
  }

  override async readTuples(threadId: string, checkpointIds: string[], namespace = ''): Promise<CheckpointTuple[]> {
    const keys = [...new Set(checkpointIds)].map((id) => ({
      thread: threadId,
      namespace,
      checkpoint: Buffer.from(storedId(id)).toString('hex'),
    }));
    const rows = await this.#database.query(
      `SELECT ${tupleColumns(this.#sql)}
       FROM ${this.#sql.keyTable('$1', { thread: 'text', namespace: 'text', checkpoint: 'bytes' })}
       JOIN checkpoints c ON c.thread_id = keys.thread AND c.namespace = keys.namespace
         AND c.checkpoint_id = keys.checkpoint
       ${JOIN_BRANCH}`,
      [JSON.stringify(keys)],
    );
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
    const key: SqlValue[] = [threadId, branchId, Date.now(), writer];
    const sets = ['updated_at = $3', 'writer = $4'];
    if (change.name !== undefined) sets.push(`name = $${key.push(change.name)}`);
    if (change.hidden !== undefined) sets.push(`hidden = ${change.hidden ? 'TRUE' : 'FALSE'}`);
    const update = {
      text: `UPDATE branches SET ${sets.join(', ')} WHERE thread_id = $1 AND branch_id = $2 RETURNING namespace`,
      values: key,
    };
    const same =
      'thread_id = $1 AND namespace = (SELECT b.namespace FROM branches b WHERE b.thread_id = $1 AND b.branch_id = $2)';
    const takeHead = [
      {
        text: `UPDATE branches SET is_head = FALSE WHERE ${same} AND is_head AND branch_id <> $2`,
        values: [threadId, branchId],
      },
      {
        text: 'UPDATE branches SET is_head = TRUE WHERE thread_id = $1 AND branch_id = $2',
        values: [threadId, branchId],
      },
    ];
    const [updated] = await this.#database.transact([update, ...(change.isHead ? takeHead : [])]);
    if (updated?.length === 0) {
      throw new EngineError('BRANCH_NOT_FOUND', `Thread "${threadId}" has no branch "${branchId}".`);
    }
    this.#database.announce(threadId);
  }

  #commit(commit: StepCommit, inherited: VersionState | null): void | Promise<void> {
    const outcome = this.#save(commit, commitPlace(commit), inherited);
    return typeof outcome === 'string'
      ? requireSaved(commit, outcome)
      : outcome.then((settled) => requireSaved(commit, settled));
  }

  #save(step: Step, place: BranchPlace, inherited: VersionState | null): StepOutcome | Promise<StepOutcome> {
    const { rows, state } = stepRows(step, place, inherited, this.#serializer);
    const remember = (outcome: StepOutcome): StepOutcome => {
      const { threadId, namespace, checkpoint } = step;
      if (outcome !== 'saved') return outcome;
      this.#reader.remember(threadId, namespace, checkpoint.id, state, rows.values);
      this.#database.announce(threadId);
      return outcome;
    };
    const outcome = this.insertStep(rows);
    return typeof outcome === 'string' ? remember(outcome) : outcome.then(remember);
  }

  async #stateAt(threadId: string, namespace: string, checkpointId: string): Promise<VersionState | null> {
    const row = await this.#find(threadId, namespace, checkpointId);
    return (row && (await this.#reader.states([row]))[0]) ?? null;
  }

  async #find(threadId: string, namespace: string, checkpointId: string): Promise<Row | undefined> {
    const rows = await this.#database.query(
      `SELECT ${tupleColumns(this.#sql)} FROM checkpoints c ${JOIN_BRANCH}
       WHERE c.thread_id = $1 AND c.namespace = $2 AND c.checkpoint_id = $3`,
      [threadId, namespace, storedId(checkpointId)],
    );
    return rows[0];
  }

  async #findTip(threadId: string, namespace: string, branchId: string | undefined): Promise<Row | undefined> {
    const values = branchId === undefined ? [threadId, namespace] : [threadId, namespace, branchId];
    const rows = await this.#database.query(
      `SELECT ${tupleColumns(this.#sql)} FROM branches b
       JOIN checkpoints c ON c.thread_id = b.thread_id AND c.namespace = b.namespace AND c.checkpoint_id = b.tip_id
       WHERE b.thread_id = $1 AND b.namespace = $2 AND ${branchId === undefined ? 'b.is_head' : 'b.branch_id = $3'}`,
      values,
    );
    return rows[0];
  }
}

const JOIN_BRANCH =
  'LEFT JOIN branches b ON b.thread_id = c.thread_id AND b.namespace = c.namespace AND b.branch_id = c.branch_id';

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
