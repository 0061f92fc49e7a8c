import type { CheckpointPendingWrite, Serializer } from '@/engine';
import { inTaskOrder, unseal } from '@/engine';
import type { Database } from './database';
import type { TupleRow } from './hot/reads';
import { hotReads, readHot } from './hot/reads';
import type { OpenRow } from './open-row';
import { checkpointKey } from './open-row';
import { unpackWrites } from './packed-writes';
import type { RecordedWrite } from './recorded-writes';
import { readRecordedWrite } from './recorded-writes';
import type { StepRecord } from './step-record';
import { unpackStepRecord } from './step-record';
import { hexOf, idText } from './stored-id';
import { decodeValue } from './stored-value';
import type { ChainPosition, FoundValues } from './value-reader';
import { unreadable } from './value-reader';
import type { ChannelState } from './version-state';

/** The pending writes of a checkpoint: its rows, and what a lone task wrote, which stands in the record of the step behind. */
interface WritesOf {
  row: TupleRow;
  stored: { taskId: string; channel: string; bytes: Uint8Array }[];
  follower: StepRecord | null;
}

/** Pending writes of many checkpoints, whose values may have to be read first. */
export interface ReadWrites {
  /** Values that the writes refer to. */
  values: ChainPosition[];
  /** Deltas that they refer to. */
  deltas: ChainPosition[];
  of(row: OpenRow, found: FoundValues): CheckpointPendingWrite[];
}

const NO_WRITES: WritesOf['stored'] = [];

export class WritesReader {
  readonly #database: Database;
  readonly #queries: ReturnType<typeof hotReads>;
  readonly #serializer: Serializer;

  constructor(database: Database, serializer: Serializer) {
    this.#database = database;
    this.#queries = hotReads(database.sql);
    this.#serializer = serializer;
  }

  async read(rows: readonly OpenRow[]): Promise<ReadWrites> {
    const [stored, followers] = await Promise.all([this.#readStored(rows), this.#readFollowers(rows)]);
    const values: ChainPosition[] = [];
    const deltas: ChainPosition[] = [];
    for (const { row, key } of rows) {
      const follower = followers.get(key);
      for (const write of follower?.writes ?? []) {
        const position = follower && positionOf(row, follower, write);
        if (position) (write.kind === 'added' ? deltas : values).push(position);
      }
    }
    const of = ({ row, key }: OpenRow, found: FoundValues) =>
      this.#decode({ row, stored: stored.get(key) ?? NO_WRITES, follower: followers.get(key) ?? null }, found);
    return { values, deltas, of };
  }

  async #readStored(rows: readonly OpenRow[]): Promise<Map<string, WritesOf['stored']>> {
    const byCheckpoint = new Map<string, WritesOf['stored']>();
    const keys = rows
      .filter(({ row: { hasWrites } }) => Number(hasWrites) === 1)
      .map(({ row: { threadId: thread, namespace, checkpointId } }) => ({
        thread,
        namespace,
        checkpoint: hexOf(checkpointId),
      }));
    if (keys.length === 0) return byCheckpoint;
    for (const row of await readHot(this.#database, this.#queries.writes, [JSON.stringify(keys)])) {
      const taskId = idText(row.taskId);
      const writes = unpackWrites(row.writes).map(({ channel, bytes }) => ({ taskId, channel, bytes }));
      const key = checkpointKey(row.threadId, row.namespace, idText(row.checkpointId));
      byCheckpoint.set(key, [...(byCheckpoint.get(key) ?? []), ...writes]);
    }
    return byCheckpoint;
  }

  /** By the checkpoint before; of rows that are read anyway nothing is asked. */
  async #readFollowers(rows: readonly OpenRow[]): Promise<Map<string, StepRecord>> {
    const records = new Map<string, StepRecord>();
    const branches = new Map(rows.map(({ row, key }) => [key, row.branchId]));
    for (const { row, parentKey, record } of rows) {
      if (parentKey !== null && branches.get(parentKey) === row.branchId) records.set(parentKey, record);
    }
    const keys = rows
      .filter(({ row, key }) => !records.has(key) && !isTip(row))
      .map(({ row: { threadId: thread, namespace, branchId: branch, checkpointId } }) => ({
        thread,
        namespace,
        branch,
        checkpoint: hexOf(checkpointId),
      }));
    if (keys.length === 0) return records;
    for (const row of await readHot(this.#database, this.#queries.followers, [JSON.stringify(keys)])) {
      const { threadId, namespace, parentId, record } = row;
      if (parentId) records.set(checkpointKey(threadId, namespace, idText(parentId)), unpackStepRecord(record));
    }
    return records;
  }

  #decode({ row, stored, follower }: WritesOf, found: FoundValues): CheckpointPendingWrite[] {
    const writes = stored.map(
      ({ taskId, channel, bytes }): CheckpointPendingWrite => [taskId, channel, this.#open(row, channel, bytes)],
    );
    const task = follower?.tasks[0];
    if (!follower?.writes || !task) return inTaskOrder(writes);
    const lone = follower.writes.map((write): CheckpointPendingWrite => {
      const value = this.#recorded(row, follower, write, found);
      return [task.id, write.channel, unseal(value, this.#serializer)];
    });
    // Rows come in the order of their tasks' ids.
    const before = writes.findIndex(([taskId]) => taskId > task.id);
    return inTaskOrder(before < 0 ? [...writes, ...lone] : writes.toSpliced(before, 0, ...lone));
  }

  #recorded(row: TupleRow, follower: StepRecord, write: RecordedWrite, found: FoundValues): unknown {
    const position = positionOf(row, follower, write);
    const state = stateOf(follower, write.channel);
    const value = () => {
      if (position) return found.value(position);
      return state?.place.kind === 'inline' ? decodeValue(state.place.bytes, this.#serializer) : undefined;
    };
    try {
      return readRecordedWrite(write, { value, delta: () => position && found.delta(position) }, this.#serializer);
    } catch (cause) {
      throw unreadable(row.threadId, write.channel, cause);
    }
  }

  #open({ threadId }: TupleRow, channel: string, bytes: Uint8Array): unknown {
    try {
      return this.#serializer.decode(bytes);
    } catch (cause) {
      throw unreadable(threadId, channel, cause);
    }
  }
}

/** Where the value or delta lies that a recorded write refers to; null when it lies in the record. */
function positionOf(row: TupleRow, follower: StepRecord, { channel, kind }: RecordedWrite): ChainPosition | null {
  const place = kind === 'bytes' ? undefined : stateOf(follower, channel)?.place;
  if (place === undefined || place.kind === 'inline' || place.kind === 'empty') return null;
  const { threadId, namespace } = row;
  return { threadId, namespace, channel, chainId: place.chainId, sequence: place.sequence };
}

function stateOf({ change: { channels }, changedCount }: StepRecord, channel: string): ChannelState | undefined {
  return channels.slice(0, changedCount).find(([name]) => name === channel)?.[1];
}

function isTip({ tipId, checkpointId }: TupleRow): boolean {
  return tipId !== null && Buffer.compare(tipId, checkpointId) === 0;
}
