import type { SQL } from 'drizzle-orm';
import { aliasedTable, sql } from 'drizzle-orm';
import type { PageSource, StoredPage } from './checkpoint-page';
import { pageStatement, readStoredPage } from './checkpoint-page';
import type { Database, SqlValue } from './database';
import type { Dialect } from './dialect';
import { checkpointKey, type KnownCheckpoint, type KnownVersions } from './known-versions';
import { unpackWrites } from './packed-writes';
import { idAt } from './row-page';
import type { StepRecord } from './step-record';
import { unpackStepRecord } from './step-record';
import { hexOf, storedId } from './stored-id';
import type { MetadataColumns } from './stored-metadata';
import type { RecordedChange, VersionState } from './version-state';
import { withChanges } from './version-state';

/** A checkpoint as it is stored, but for the values in chains. */
export interface StoredCheckpoint extends MetadataColumns {
  threadId: string;
  namespace: string;
  id: string;
  parentId: string | null;
  branchId: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
  isTip: boolean;
  isHead: boolean;
  record: StepRecord;
  state: VersionState;
  /** Of the checkpoint that follows on the branch, when pending writes were asked for: it holds a lone task's. */
  follower: StepRecord | null;
  /** Pending writes in rows of their own, by task. */
  writes: { taskId: string; channel: string; bytes: Uint8Array }[];
}

interface Asked {
  /** Unless it is said that nobody wants them. */
  withWrites?: boolean;
}

/** Finds what is stored of checkpoints, any number of them in one statement, and tells of each one that is there. */
export class CheckpointReader {
  readonly #database: Database;
  readonly #known: KnownVersions;
  readonly #onFound: (checkpoint: { threadId: string; namespace: string; checkpointId: Uint8Array }) => void;

  constructor(
    database: Database,
    known: KnownVersions,
    onFound: (checkpoint: { threadId: string; namespace: string; checkpointId: Uint8Array }) => void = () => {},
  ) {
    this.#database = database;
    this.#known = known;
    this.#onFound = onFound;
  }

  async find(threadId: string, namespace: string, checkpointId: string): Promise<StoredCheckpoint | undefined> {
    return (await this.findMany(threadId, namespace, [checkpointId]))[0];
  }

  /** Newest first, each one once. */
  async findMany(
    threadId: string,
    namespace: string,
    checkpointIds: readonly string[],
    { withWrites = true }: Asked = {},
  ): Promise<StoredCheckpoint[]> {
    const known: KnownCheckpoint[] = [];
    const keys = [...new Set(checkpointIds)].map((checkpointId) => {
      const state = this.#known.at(threadId, namespace, checkpointId);
      if (state !== undefined) known.push({ checkpointId, state });
      const checkpoint = hexOf(storedId(checkpointId));
      return { thread: threadId, namespace, checkpoint, known: state === undefined ? 0 : 1 };
    });
    if (keys.length === 0) return [];
    const { named, namedAlone } = statementsOf(this.#database.sql);
    return this.#read(withWrites ? named : namedAlone, [JSON.stringify(keys)], known);
  }

  /** The tip of a branch, else of the thread's head. */
  async findTip(threadId: string, namespace: string, branchId?: string): Promise<StoredCheckpoint | undefined> {
    const { headTip, branchTip } = statementsOf(this.#database.sql);
    const latest = this.#known.latest(threadId, namespace);
    const values = [threadId, namespace, latest === undefined ? null : storedId(latest.checkpointId)];
    const known = latest === undefined ? [] : [latest];
    const [tip] = await (branchId === undefined
      ? this.#read(headTip, values, known)
      : this.#read(branchTip, [...values, branchId], known));
    if (tip !== undefined) this.#known.remember(threadId, namespace, tip.id, tip.state);
    return tip;
  }

  /** A page that a query finds; newest first. */
  readPage(from: SQL): Promise<StoredCheckpoint[]> {
    const { text, values } = pageStatement(this.#database.sql, { from }, true);
    return this.#read(text, values, []);
  }

  async #read(text: string, values: SqlValue[], known: readonly KnownCheckpoint[]): Promise<StoredCheckpoint[]> {
    const stored = await readStoredPage(this.#database, text, values);
    const page = checkpointsOf(stored, new Map(known.map(({ checkpointId, state }) => [checkpointId, state])));
    this.#known.rememberAll(page);
    for (const { threadId, namespace, id } of page) this.#onFound({ threadId, namespace, checkpointId: storedId(id) });
    return page;
  }
}

type Statements = Record<'named' | 'namedAlone' | 'headTip' | 'branchTip', string>;

const made = new WeakMap<Dialect, Statements>();

/** Every run and every page of the debugger asks these: they are made once, with `$1`, `$2`, … where values go. */
function statementsOf(dialect: Dialect): Statements {
  let statements = made.get(dialect);
  if (statements === undefined) {
    statements = makeStatements(dialect);
    made.set(dialect, statements);
  }
  return statements;
}

function makeStatements(dialect: Dialect): Statements {
  const { tables, keyTable, joinEach } = dialect;
  const { branches, checkpoints } = tables;
  const { threadId, namespace, checkpointId } = checkpoints;
  const tipped = aliasedTable(branches, 'tipped');
  /** $1 checkpoints. */
  const keys = keyTable(sql.raw('$1'), { thread: 'text', namespace: 'text', checkpoint: 'bytes', known: 'integer' });
  const isNamed = sql`${threadId} = keys.thread AND ${namespace} = keys.namespace AND ${checkpointId} = keys.checkpoint`;
  const named: PageSource = {
    from: sql`${keys} ${joinEach(checkpoints, isNamed)}`,
    isKnown: sql`keys.known = 1`,
  };
  /** $1 thread, $2 namespace, $3 a checkpoint whose versions are known. */
  const tipOf = (isWanted: SQL): PageSource => ({
    // The tip's id is asked for first, and no join is: see `joinEach` of PostgreSQL.
    from: sql`${checkpoints}
      WHERE ${threadId} = $1 AND ${namespace} = $2 AND ${checkpointId} = (SELECT ${tipped.tipId} FROM ${branches} ${tipped}
        WHERE ${tipped.threadId} = $1 AND ${tipped.namespace} = $2 AND ${isWanted})`,
    isKnown: sql`${checkpointId} = $3`,
  });
  return {
    named: pageStatement(dialect, named, true).text,
    namedAlone: pageStatement(dialect, named, false).text,
    headTip: pageStatement(dialect, tipOf(sql`${tipped.isHead}`), true).text,
    /** $4 branch. */
    branchTip: pageStatement(dialect, tipOf(sql`${tipped.branchId} = $4`), true).text,
  };
}

type Unsummed = Omit<StoredCheckpoint, 'record' | 'state'>;

function checkpointsOf(stored: StoredPage, known: ReadonlyMap<string, VersionState>): StoredCheckpoint[] {
  const found = withoutRecords(stored.page);
  const byKey = new Map(
    found.map((checkpoint) => [checkpointKey(checkpoint.threadId, checkpoint.namespace, checkpoint.id), checkpoint]),
  );
  addRecords(stored, byKey, known);
  addWrites(stored, byKey);
  return found as StoredCheckpoint[];
}

function withoutRecords({ count, bytes, numbers, texts }: StoredPage['page']): Unsummed[] {
  const found = new Array<Unsummed>(count);
  for (let at = 0; at < count; at++) {
    found[at] = {
      threadId: texts.thread[at] as string,
      namespace: texts.namespace[at] as string,
      id: idAt(bytes.id, at) as string,
      parentId: idAt(bytes.parent, at),
      branchId: texts.branch[at] as string,
      source: texts.source[at] as string,
      step: numbers.step[at] as number,
      runId: idAt(bytes.run, at),
      createdAt: numbers.createdAt[at] as number,
      metadata: texts.metadata[at] as string | null,
      isTip: numbers.isTip[at] === 1,
      isHead: numbers.isHead[at] === 1,
      follower: null,
      writes: [],
    };
  }
  return found;
}

/** Goes along each stretch once: a checkpoint's versions are the sum of the records since its base. */
function addRecords(
  { stretches, steps, record }: StoredPage,
  byKey: ReadonlyMap<string, Unsummed>,
  known: ReadonlyMap<string, VersionState>,
): void {
  const places = new Map(stretches.numbers.stretch.map((stretch, at) => [stretch, at]));
  let stretch: number | undefined;
  let state: VersionState | null = null;
  let changes: RecordedChange[] = [];
  let before: Unsummed | undefined;
  for (const at of inOrder(steps)) {
    if (steps.numbers.stretch[at] !== stretch) {
      stretch = steps.numbers.stretch[at] as number;
      [state, changes, before] = [null, [], undefined];
    }
    const step = unpackStepRecord(record(at));
    if (before !== undefined) before.follower = step;
    const id = idAt(steps.bytes.id, at) as string;
    const place = places.get(stretch as number) as number;
    const { thread, namespace } = stretches.texts;
    before = byKey.get(checkpointKey(thread[place] as string, namespace[place] as string, id));
    changes.push({ change: step.change, checkpointId: id });
    if (before === undefined) continue;
    state = known.get(id) ?? withChanges(state, changes);
    changes = [];
    Object.assign(before, { record: step, state });
  }
}

/** By stretch, and each ascending: a difference's parent comes before it. The database hardly ever gives another order. */
function inOrder({ count, bytes: { id }, numbers: { stretch } }: StoredPage['steps']): number[] {
  const { bytes, starts } = id;
  return Array.from({ length: count }, (_, at) => at).sort(
    (a, b) =>
      (stretch[a] as number) - (stretch[b] as number) ||
      bytes.compare(bytes, starts[b] as number, starts[b + 1] as number, starts[a] as number, starts[a + 1] as number),
  );
}

function addWrites({ writes, packed }: StoredPage, byKey: ReadonlyMap<string, Unsummed>): void {
  const { bytes, numbers, texts } = writes;
  const order = Array.from({ length: writes.count }, (_, at) => at);
  for (const at of order.sort((a, b) => (numbers.at[a] as number) - (numbers.at[b] as number))) {
    const id = idAt(bytes.id, at) as string;
    const key = checkpointKey(texts.thread[at] as string, texts.namespace[at] as string, id);
    const taskId = idAt(bytes.task, at) as string;
    byKey.get(key)?.writes.push(...unpackWrites(packed(at)).map(({ channel, bytes }) => ({ taskId, channel, bytes })));
  }
}
