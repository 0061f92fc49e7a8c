import type { Database } from './database';
import type { TupleRow } from './hot-reads';
import { hotReads, readHot } from './hot-reads';
import { Lru } from './lru';
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
    // Taken first: what is read may push it out.
    const known = rows.map((row) => this.#states.get(keyOf(row)));
    const unknown = rows.filter((_, at) => known[at] === undefined);
    if (unknown.length === 0) return known;
    const fresh = await this.#sumRecords(unknown);
    return rows.map((row, at) => known[at] ?? fresh.get(keyOf(row)));
  }

  async #sumRecords(rows: TupleRow[]): Promise<Map<string, VersionState>> {
    const records = await readHot(this.#database, this.#query, [JSON.stringify(rangesOf(rows))]);
    const wanted = new Set(rows.map(keyOf));
    const sums = new Map<string, VersionState>();
    let sum: VersionState | null = null;
    for (const row of records) {
      const { change } = unpackStepRecord(row.record);
      sum = withChange(change.isFull ? null : sum, change, idText(row.checkpointId));
      const key = keyOf(row);
      if (!wanted.has(key)) continue;
      sums.set(key, sum);
      this.#states.set(key, sum);
    }
    return sums;
  }
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
