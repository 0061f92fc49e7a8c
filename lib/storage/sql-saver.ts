import type {
  BranchRow,
  ChannelVersions,
  Checkpoint,
  CheckpointListOptions,
  CheckpointMetadata,
  CheckpointSource,
  CheckpointTuple,
  PendingWrite,
  RunnableConfig,
  Serializer,
  StepCommit,
  TimelineQuery,
  TimelineRow,
} from '@/engine';
import {
  BranchingSaver,
  CheckpointNotFoundError,
  EngineError,
  jsonSerializer,
  runId as newBranchId,
  ThreadConflictError,
} from '@/engine';
import { isInternalChannel } from '@/engine/channels/names';
import type { Database, Row, SqlValue } from './database';
import { rowBytes, rowBytesOrNull, rowFlag, rowNumber, rowText, rowTextOrNull } from './database';
import type { DialectSql } from './dialect-sql';
import { listRows } from './list-rows';
import type { BranchPlace, Step, StepOutcome, StepRows, TaskWriteRows } from './step-rows';
import { stepRows, taskWriteRows } from './step-rows';
import { idText, idTextOrNull, storedId } from './stored-id';
import { configOf, rowRecord, TupleReader, tupleColumns } from './tuple-reader';
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

  override async readTimeline(threadId: string, query: TimelineQuery): Promise<TimelineRow[]> {
    const { namespace = '', after, branchId, limit } = query;
    const conditions = ['thread_id = $1', 'namespace = $2'];
    const values: SqlValue[] = [threadId, namespace, limit];
    if (after !== undefined) conditions.push(`checkpoint_id > $${values.push(storedId(after))}`);
    if (branchId !== undefined) conditions.push(`branch_id = $${values.push(branchId)}`);
    const rows = await this.#database.query(
      `SELECT checkpoint_id, parent_id, branch_id, step, source, run_id, created_at, next, record
       FROM checkpoints WHERE ${conditions.join(' AND ')} ORDER BY checkpoint_id LIMIT $3`,
      values,
    );
    const unfinished = await this.#unfinishedTasks(threadId, namespace, rows);
    return rows.map((row) => ({ ...timelineRow(row), ...unfinished(row) }));
  }

  override async readTuples(threadId: string, checkpointIds: string[], namespace = ''): Promise<CheckpointTuple[]> {
    const keys = [...new Set(checkpointIds)].map((id) => ({ checkpoint: Buffer.from(storedId(id)).toString('hex') }));
    const rows = await this.#database.query(
      `SELECT ${tupleColumns(this.#sql)}
       FROM ${this.#sql.keyTable('$3', { checkpoint: 'bytes' })}
       JOIN checkpoints c ON c.thread_id = $1 AND c.namespace = $2 AND c.checkpoint_id = keys.checkpoint
       ${JOIN_BRANCH}`,
      [threadId, namespace, JSON.stringify(keys)],
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
    return typeof outcome === 'string' ? judge(commit, outcome) : outcome.then((settled) => judge(commit, settled));
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

  /** Of each checkpoint, the tasks without regular writes that failed, or that wait for an answer. */
  async #unfinishedTasks(threadId: string, namespace: string, rows: Row[]) {
    const first = rows[0];
    const last = rows.at(-1);
    const found =
      first && last
        ? await this.#database.query(
            `SELECT checkpoint_id, task_id, MIN(CASE WHEN position = -1 THEN 0 ELSE 1 END) AS without_error
       FROM checkpoint_writes
       WHERE thread_id = $1 AND namespace = $2 AND checkpoint_id BETWEEN $3 AND $4
       GROUP BY checkpoint_id, task_id HAVING MAX(position) < 0 AND MAX(CASE WHEN position IN (-1, -3) THEN 1 ELSE 0 END) = 1
       ORDER BY task_id`,
            [threadId, namespace, rowBytes(first, 'checkpoint_id'), rowBytes(last, 'checkpoint_id')],
          )
        : [];
    const byCheckpoint = new Map<string, { interruptedTasks: string[]; failedTasks: string[] }>();
    for (const row of found) {
      const id = idText(rowBytes(row, 'checkpoint_id'));
      const lists = byCheckpoint.get(id) ?? { interruptedTasks: [], failedTasks: [] };
      const list = rowFlag(row, 'without_error') ? lists.interruptedTasks : lists.failedTasks;
      list.push(idText(rowBytes(row, 'task_id')));
      byCheckpoint.set(id, lists);
    }
    return (row: Row) =>
      byCheckpoint.get(idText(rowBytes(row, 'checkpoint_id'))) ?? { interruptedTasks: [], failedTasks: [] };
  }
}

const JOIN_BRANCH =
  'LEFT JOIN branches b ON b.thread_id = c.thread_id AND b.namespace = c.namespace AND b.branch_id = c.branch_id';

function timelineRow(row: Row): Omit<TimelineRow, 'interruptedTasks' | 'failedTasks'> {
  const { tasks, change, changedCount } = rowRecord(row);
  const changed = change.channels.slice(0, changedCount).filter(([name]) => !isInternalChannel(name));
  return {
    checkpointId: idText(rowBytes(row, 'checkpoint_id')),
    parentId: idTextOrNull(rowBytesOrNull(row, 'parent_id')),
    branchId: rowText(row, 'branch_id'),
    step: rowNumber(row, 'step'),
    source: rowTextOrNull(row, 'source') as CheckpointSource,
    runId: idTextOrNull(rowBytesOrNull(row, 'run_id')),
    createdAt: rowNumber(row, 'created_at'),
    next: JSON.parse(rowText(row, 'next')) as string[],
    tasks,
    changed: changed.map(([channel, { sizeBytes }]) => ({ channel, bytes: sizeBytes })),
  };
}

function commitPlace({ placement }: StepCommit): BranchPlace {
  if (placement.kind === 'extend') return { kind: 'extend', branchId: placement.branchId, head: 'keep' };
  const { branchId, origin, isFirst } = placement;
  return { kind: 'start', branchId, origin, head: isFirst ? 'first' : 'take' };
}

/**
 * Behind the parent when that is a tip, else a branch of its own. Callers of `put` know no branches and take the greatest
 * id for the latest, so the head follows it.
 */
function putPlace(parent: Row | undefined, checkpointId: string): BranchPlace {
  const parentId = parent && rowBytes(parent, 'checkpoint_id');
  const tipId = parent && rowBytesOrNull(parent, 'tip_id');
  const isTip = parentId && tipId && Buffer.compare(parentId, tipId) === 0;
  // The records of a branch are read in id order.
  const isLater = parentId && Buffer.compare(parentId, storedId(checkpointId)) < 0;
  if (parent && isTip && isLater) return { kind: 'extend', branchId: rowText(parent, 'branch_id'), head: 'if-latest' };
  return { kind: 'start', branchId: newBranchId(), origin: 'put', head: 'if-latest' };
}

function judge(commit: StepCommit, outcome: StepOutcome): void {
  if (outcome === 'saved') return;
  if (outcome === 'no-parent') throw missingParent(commit);
  const { threadId, parentId, placement } = commit;
  throw new ThreadConflictError(
    placement.kind === 'extend'
      ? `Branch "${placement.branchId}" of thread "${threadId}" no longer ends at ${parentId}: another run wrote first, or the thread was deleted. Read the state again and start from there.`
      : `Thread "${threadId}" was started by another run at the same time; read its state and continue from there.`,
  );
}

function missingParent({ threadId, parentId }: StepCommit): CheckpointNotFoundError {
  return new CheckpointNotFoundError(`Thread "${threadId}" has no checkpoint ${parentId} to go on from.`);
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
