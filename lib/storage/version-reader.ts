import type { Database } from './database';
import { hotReads, readHot } from './hot/reads';
import { Lru } from './lru';
import type { OpenRow } from './open-row';
import { checkpointKey } from './open-row';
import { unpackStepRecord } from './step-record';
import { hexOf, idText } from './stored-id';
import type { VersionState } from './version-state';
import { withChange } from './version-state';

const MAX_STATES = 500;

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
    return this.#states.get(checkpointKey(threadId, namespace, checkpointId));
  }

  remember(threadId: string, namespace: string, checkpointId: string, state: VersionState): void {
    this.#states.set(checkpointKey(threadId, namespace, checkpointId), state);
  }

  forget(threadId: string): void {
    this.#states.deletePrefix(`${threadId}\0`);
  }

  /** The complete versions at each row's checkpoint; undefined when its records are gone. */
  async read(rows: readonly OpenRow[]): Promise<(VersionState | undefined)[]> {
    const sums = new Map<string, VersionState>();
    const ascending = inOrder(rows);
    // More than it can remember would only drive out what others need.
    const states = rows.length > MAX_STATES ? null : this.#states;
    const rest = sumUp(ascending, sums, states);
    if (rest.length > 0) {
      await this.#fetch(rest, sums, states);
      sumUp(ascending, sums, states);
    }
    return rows.map(({ key }) => sums.get(key));
  }

  async #fetch(
    rows: readonly OpenRow[],
    sums: Map<string, VersionState>,
    states: Lru<VersionState> | null,
  ): Promise<void> {
    const records = await readHot(this.#database, this.#query, [JSON.stringify(rangesOf(rows))]);
    const wanted = new Set(rows.map(({ key }) => key));
    let sum: VersionState | null = null;
    for (const { threadId, namespace, checkpointId, record } of records) {
      const { change } = unpackStepRecord(record);
      const id = idText(checkpointId);
      sum = withChange(change.isFull ? null : sum, change, id);
      const key = checkpointKey(threadId, namespace, id);
      if (!wanted.has(key)) continue;
      sums.set(key, sum);
      states?.set(key, sum);
    }
  }
}

/** Goes along each branch as far as what is known and the rows' own records lead; answers where it could not begin. */
function sumUp(
  ascending: readonly OpenRow[],
  sums: Map<string, VersionState>,
  states: Lru<VersionState> | null,
): OpenRow[] {
  const rest: OpenRow[] = [];
  let wanted: Set<string> | undefined;
  for (const row of ascending) {
    const { key, parentKey } = row;
    if (sums.has(key)) continue;
    const known = states?.get(key);
    const state = known ?? stateOf(row, sums);
    if (state === undefined) {
      // One whose parent is wanted too is summed up from that, once it is known.
      wanted ??= new Set(ascending.map((other) => other.key));
      if (parentKey === null || !wanted.has(parentKey)) rest.push(row);
      continue;
    }
    sums.set(key, state);
    if (known === undefined) states?.set(key, state);
  }
  return rest;
}

function stateOf(
  { record: { change }, id, parentKey }: OpenRow,
  sums: ReadonlyMap<string, VersionState>,
): VersionState | undefined {
  if (change.isFull) return withChange(null, change, id);
  const before = parentKey === null ? undefined : sums.get(parentKey);
  return before && withChange(before, change, id);
}

/** Ascending: a difference's parent comes before it. */
function inOrder(rows: readonly OpenRow[]): OpenRow[] {
  return rows.toSorted((a, b) => Buffer.compare(a.row.checkpointId, b.row.checkpointId));
}

/** From each base to the last row that it is the base of. */
function rangesOf(rows: readonly OpenRow[]): object[] {
  const ranges = new Map<string, { thread: string; namespace: string; branch: string; base: string; last: string }>();
  for (const { row } of rows) {
    const { threadId: thread, namespace, branchId: branch, baseId, checkpointId } = row;
    const base = hexOf(baseId);
    const key = `${thread}\0${namespace}\0${base}`;
    const last = hexOf(checkpointId);
    const range = ranges.get(key);
    if (range === undefined) ranges.set(key, { thread, namespace, branch, base, last });
    else if (range.last < last) range.last = last;
  }
  return [...ranges.values()];
}
