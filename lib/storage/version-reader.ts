import type { Database } from './database';
import type { TupleRow } from './hot-reads';
import { hotReads, readHot } from './hot-reads';
import { Lru } from './lru';
import { recordOf } from './record-of';
import { unpackStepRecord } from './step-record';
import { hexOf, idText } from './stored-id';
import type { VersionState } from './version-state';
import { withChange } from './version-state';

const MAX_STATES = 500;

type Place = Pick<TupleRow, 'threadId' | 'namespace' | 'checkpointId'>;

/** Sums records up to the versions at a checkpoint: any number of them in one statement. What it remembers never changes. */
export class VersionReader {
  readonly #database: Database;
  readonly #query: ReturnType<typeof hotReads>['records'];
  readonly #states = new Lru<VersionState>(MAX_STATES);

  constructor(database: Database) {
    this.#database = database;
    this.#query = hotReads(database.sql).records;
  }

  /** The versions of a checkpoint that was read or saved lately. */
  atHand(threadId: string, namespace: string, checkpointId: string): VersionState | undefined {
    return this.#states.get(stateKey(threadId, namespace, checkpointId));
  }

  remember(threadId: string, namespace: string, checkpointId: string, state: VersionState): void {
    this.#states.set(stateKey(threadId, namespace, checkpointId), state);
  }

  forget(threadId: string): void {
    this.#states.deletePrefix(`${threadId}\0`);
  }

  /** The complete versions at each row's checkpoint; undefined when its records are gone. */
  async read(rows: TupleRow[]): Promise<(VersionState | undefined)[]> {
    const sums = new Map<string, VersionState>();
    const rest = this.#sumUp(rows, sums);
    if (rest.length > 0) {
      await this.#fetch(rest, sums);
      this.#sumUp(rows, sums);
    }
    return rows.map((row) => sums.get(keyOf(row)));
  }

  /** Goes along each branch as far as what is known and the rows' own records lead; answers where it could not begin. */
  #sumUp(rows: TupleRow[], sums: Map<string, VersionState>): TupleRow[] {
    const rest: TupleRow[] = [];
    const wanted = new Set(rows.map(keyOf));
    for (const row of inOrder(rows)) {
      const key = keyOf(row);
      const known = sums.get(key) ?? this.#states.get(key);
      const state = known ?? this.#next(row, sums);
      if (state === undefined) {
        // One whose parent is wanted too is summed up from that, once it is known.
        if (!row.parentId || !wanted.has(keyOf({ ...row, checkpointId: row.parentId }))) rest.push(row);
        continue;
      }
      sums.set(key, state);
      if (known === undefined) this.#states.set(key, state);
    }
    return rest;
  }

  #next(row: TupleRow, sums: ReadonlyMap<string, VersionState>): VersionState | undefined {
    const { change } = recordOf(row);
    const id = idText(row.checkpointId);
    if (change.isFull) return withChange(null, change, id);
    const before = row.parentId && sums.get(keyOf({ ...row, checkpointId: row.parentId }));
    return before ? withChange(before, change, id) : undefined;
  }

  async #fetch(rows: TupleRow[], sums: Map<string, VersionState>): Promise<void> {
    const records = await readHot(this.#database, this.#query, [JSON.stringify(rangesOf(rows))]);
    const wanted = new Set(rows.map(keyOf));
    let sum: VersionState | null = null;
    for (const row of records) {
      const { change } = unpackStepRecord(row.record);
      sum = withChange(change.isFull ? null : sum, change, idText(row.checkpointId));
      const key = keyOf(row);
      if (wanted.has(key)) sums.set(key, sum);
    }
  }
}

/** Ascending: a difference's parent comes before it. */
function inOrder(rows: readonly TupleRow[]): TupleRow[] {
  return rows.toSorted((a, b) => Buffer.compare(a.checkpointId, b.checkpointId));
}

/** From each base to the last row that it is the base of. */
function rangesOf(rows: TupleRow[]): object[] {
  const ranges = new Map<string, { thread: string; namespace: string; branch: string; base: string; last: string }>();
  for (const { threadId: thread, namespace, branchId: branch, baseId, checkpointId } of rows) {
    const base = hexOf(baseId);
    const key = `${thread}\0${namespace}\0${base}`;
    const last = hexOf(checkpointId);
    const range = ranges.get(key);
    if (range === undefined) ranges.set(key, { thread, namespace, branch, base, last });
    else if (range.last < last) range.last = last;
  }
  return [...ranges.values()];
}

function keyOf({ threadId, namespace, checkpointId }: Place): string {
  return stateKey(threadId, namespace, idText(checkpointId));
}

function stateKey(threadId: string, namespace: string, checkpointId: string): string {
  return `${threadId}\0${namespace}\0${checkpointId}`;
}
