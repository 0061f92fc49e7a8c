import type { Database, SqlValue } from './database';
import type { TupleRow } from './hot/reads';
import { hotReads, readHot } from './hot/reads';
import { hexOf, storedId } from './stored-id';

/** Finds what is stored of checkpoints, and tells of each one that is there. */
export class CheckpointFinder {
  readonly #database: Database;
  readonly #queries: ReturnType<typeof hotReads>;
  readonly #onFound: (row: TupleRow) => void;

  constructor(database: Database, onFound: (row: TupleRow) => void) {
    this.#database = database;
    this.#queries = hotReads(database.sql);
    this.#onFound = onFound;
  }

  async find(threadId: string, namespace: string, checkpointId: string): Promise<TupleRow | undefined> {
    return (await this.#read(this.#queries.checkpoint, [threadId, namespace, storedId(checkpointId)]))[0];
  }

  /** The tip of a branch, else of the thread's head. */
  async findTip(threadId: string, namespace: string, branchId?: string): Promise<TupleRow | undefined> {
    const { headTip, branchTip } = this.#queries;
    const key = [threadId, namespace];
    return (await (branchId === undefined ? this.#read(headTip, key) : this.#read(branchTip, [...key, branchId])))[0];
  }

  /** In any order, each one once. */
  findMany(threadId: string, namespace: string, checkpointIds: string[]): Promise<TupleRow[]> {
    const keys = [...new Set(checkpointIds)].map((id) => ({
      thread: threadId,
      namespace,
      checkpoint: hexOf(storedId(id)),
    }));
    return this.#read(this.#queries.checkpoints, [JSON.stringify(keys)]);
  }

  async #read(query: ReturnType<typeof hotReads>['checkpoint'], values: SqlValue[]): Promise<TupleRow[]> {
    const rows = await readHot(this.#database, query, values);
    for (const row of rows) this.#onFound(row);
    return rows;
  }
}
